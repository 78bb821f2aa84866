package org.andiron.security.authserver.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import javax.sql.DataSource;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.operator.OperatorKey;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the clients together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class ClientConfiguration {

  @Bean
  ClientTable clientTable(DatabaseMigration migration, JdbcOperations jdbc) {
    migration.requireDone();
    return new ClientTable(jdbc);
  }

  @Bean
  RegisteredClients registeredClients(
      ConfigurationFolder folder, ClientTable table, OperatorKey operator) {
    return new RegisteredClients(builtIn(operator), ClientFiles.read(folder), table);
  }

  private static ClientRegistration builtIn(OperatorKey operator) {
    return ClientMetadata.read(new ObjectMapper().valueToTree(operator.registration()));
  }

  @Bean
  ServletRegistrationBean<ClientServlet> clientEndpoint(
      RegisteredClients clients,
      ClientTable table,
      DataSource dataSource,
      ApplicationEventPublisher events) {
    ServletRegistrationBean<ClientServlet> registration =
        new ServletRegistrationBean<>(
            new ClientServlet(
                clients,
                table,
                new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
                events),
            "/admin/clients",
            "/admin/clients/*");
    registration.setName("clients");
    return registration;
  }
}
