package org.andiron.security.authserver.launch;

import java.time.Clock;
import java.util.Optional;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.client.RegisteredClients;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** EHR launch. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class LaunchConfiguration {

  @Bean
  LaunchHandles launchHandles(JdbcOperations jdbc) {
    return new LaunchHandles(jdbc, Clock.systemUTC());
  }

  @Bean
  ServletRegistrationBean<LaunchServlet> launchEndpoint(
      LaunchHandles handles, RegisteredClients clients, ObjectProvider<UserDirectory> users) {
    UserDirectory directory =
        name -> Optional.ofNullable(users.getIfAvailable()).flatMap(it -> it.find(name));
    ServletRegistrationBean<LaunchServlet> registration =
        new ServletRegistrationBean<>(
            new LaunchServlet(handles, clients, directory), "/auth/launch");
    registration.setName("launch");
    return registration;
  }
}
