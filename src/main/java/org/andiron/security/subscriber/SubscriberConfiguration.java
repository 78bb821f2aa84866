package org.andiron.security.subscriber;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.ConditionalOnSmartMode;
import org.andiron.security.Readers;
import org.andiron.security.UserDirectory;
import org.andiron.security.access.ToldVisibility;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.server.FhirContribution;
import org.andiron.server.NotificationGate;
import org.andiron.visibility.VisibleResources;
import org.andiron.visibility.Withholding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** In mode {@code smart}, Subscriptions have owners. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class SubscriberConfiguration {

  @Bean
  FhirContribution ownershipContribution(JdbcOperations jdbc) {
    return FhirContribution.ofInterceptors(new OwnershipInterceptor(new SubscriptionOwners(jdbc)));
  }

  @Bean
  NotificationGate notificationGate(
      JdbcOperations jdbc,
      OwnerLookup lookup,
      ToldVisibility told,
      VisibleResources resources,
      Readers readers,
      Withholding withholding) {
    return new OwnersRights(
        new SubscriptionOwners(jdbc), lookup, told, resources, readers, withholding);
  }

  @Bean
  @ConditionalOnOwnIssuer
  OwnerLookup registeredOwners(RegisteredClients clients, UserDirectory users) {
    return new RegisteredOwners(clients, users);
  }
}
