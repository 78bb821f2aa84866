package org.andiron.security.authserver.launch;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.time.Clock;
import java.util.Optional;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.UserDirectory;
import org.andiron.security.access.SeenRecords;
import org.andiron.security.authserver.client.RegisteredClients;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** EHR launch. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class LaunchConfiguration {

  @Bean
  LaunchHandles launchHandles(JdbcOperations jdbc, Clock clock) {
    return new LaunchHandles(jdbc, clock);
  }

  @Bean
  ServletRegistrationBean<LaunchServlet> launchEndpoint(
      LaunchHandles handles,
      RegisteredClients clients,
      ObjectProvider<UserDirectory> users,
      DaoRegistry daos,
      SeenRecords seen,
      ApplicationEventPublisher events) {
    UserDirectory directory =
        name -> Optional.ofNullable(users.getIfAvailable()).flatMap(it -> it.find(name));
    ServletRegistrationBean<LaunchServlet> registration =
        new ServletRegistrationBean<>(
            new LaunchServlet(handles, clients, directory, new LaunchPlaces(daos, seen), events),
            "/auth/launch");
    registration.setName("launch");
    return registration;
  }
}
