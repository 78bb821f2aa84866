package org.andiron.security.authserver.client;

import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Puts the clients together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class ClientConfiguration {

  @Bean
  ClientTable clientTable(DatabaseMigration migration, JdbcOperations jdbc) {
    migration.requireDone();
    return new ClientTable(jdbc);
  }

  @Bean
  RegisteredClients registeredClients(ConfigurationFolder folder, ClientTable table) {
    return new RegisteredClients(ClientFiles.read(folder), table);
  }

  @Bean
  ServletRegistrationBean<ClientServlet> clientEndpoint(
      RegisteredClients clients, ClientTable table) {
    ServletRegistrationBean<ClientServlet> registration =
        new ServletRegistrationBean<>(
            new ClientServlet(clients, table), "/admin/clients", "/admin/clients/*");
    registration.setName("clients");
    return registration;
  }
}
