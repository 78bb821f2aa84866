package org.andiron.security.authserver.backend;

import java.time.Clock;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.security.authserver.client.RegisteredClients;
import org.apache.http.impl.client.CloseableHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Clients that sign assertions. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class BackendConfiguration {

  @Bean
  AssertionDecoders assertionDecoders(
      RegisteredClients clients,
      CloseableHttpClient egressHttpClient,
      JdbcOperations jdbc,
      PublicAddress address) {
    Clock clock = Clock.systemUTC();
    return new AssertionDecoders(
        clients,
        new ClientKeys(new FetchedKeySets(egressHttpClient), clock),
        new SeenAssertions(jdbc),
        address,
        clock);
  }
}
