package org.andiron.security.authserver.client;

import org.andiron.storage.config.ConfigurationFolder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Puts the clients together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class ClientConfiguration {

  @Bean
  RegisteredClients registeredClients(ConfigurationFolder folder, JdbcOperations jdbc) {
    return new RegisteredClients(ClientFiles.read(folder), new ClientTable(jdbc));
  }
}
