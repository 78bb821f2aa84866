package org.andiron.security.subscriber;

import org.andiron.security.UserDirectory;
import org.andiron.security.access.ToldVisibility;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.server.FhirContribution;
import org.andiron.server.NotificationGate;
import org.andiron.visibility.VisibleResources;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** In mode {@code smart}, Subscriptions have owners. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class SubscriberConfiguration {

  @Bean
  FhirContribution ownershipContribution(JdbcOperations jdbc) {
    return FhirContribution.ofInterceptors(new OwnershipInterceptor(new SubscriptionOwners(jdbc)));
  }

  @Bean
  NotificationGate notificationGate(
      JdbcOperations jdbc,
      RegisteredClients clients,
      UserDirectory users,
      ToldVisibility told,
      VisibleResources resources) {
    return new OwnersRights(new SubscriptionOwners(jdbc), clients, users, told, resources);
  }
}
