package org.andiron.server.subscription;

import ca.uhn.fhir.broker.api.IChannelNamer;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.data.IResourceModifiedDao;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.subscription.channel.impl.LinkedBlockingChannelFactory;
import ca.uhn.fhir.jpa.subscription.channel.impl.RetryPolicyProvider;
import ca.uhn.fhir.jpa.subscription.match.config.SubscriptionProcessorConfig;
import ca.uhn.fhir.jpa.subscription.match.config.WebsocketDispatcherConfig;
import ca.uhn.fhir.jpa.subscription.match.deliver.email.IEmailSender;
import ca.uhn.fhir.jpa.subscription.match.deliver.resthook.SubscriptionDeliveringRestHookListener;
import ca.uhn.fhir.jpa.subscription.match.registry.SubscriptionRegistry;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import ca.uhn.fhir.jpa.topic.SubscriptionTopicConfig;
import javax.sql.DataSource;
import org.andiron.server.Disclosures;
import org.andiron.server.NotificationGate;
import org.andiron.server.ShownContent;
import org.andiron.server.egress.EgressPolicy;
import org.hl7.fhir.dstu2.model.Subscription.SubscriptionChannelType;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.messaging.MessageHandler;

/**
 * HAPI's subscriptions over rest-hook and websocket; e-mail and message channels are not served.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  SubscriptionSubmitterConfig.class,
  SubscriptionProcessorConfig.class,
  SubscriptionTopicConfig.class,
  WebsocketDispatcherConfig.class
})
class SubscriptionConfiguration {

  @Bean
  SubscriptionSettings subscriptionSettings(SubscriptionProperties properties) {
    SubscriptionSettings settings = new SubscriptionSettings();
    settings.addSupportedSubscriptionType(SubscriptionChannelType.RESTHOOK);
    settings.addSupportedSubscriptionType(SubscriptionChannelType.WEBSOCKET);
    settings.setSubscriptionIntervalInMs(properties.interval().toMillis());
    settings.setWebsocketContextPath(properties.websocketPath());
    return settings;
  }

  /** HAPI requires one; no Subscription that would use it is accepted. */
  @Bean
  IEmailSender emailSender() {
    return details -> {
      throw new UnsupportedOperationException("This server sends no e-mail");
    };
  }

  /** Takes the place of HAPI's, which gives way to a primary one. */
  @Bean
  @Primary
  LinkedBlockingChannelFactory deliveryChannels(
      IChannelNamer namer,
      RetryPolicyProvider retryPolicy,
      SubscriptionProperties properties,
      ObjectProvider<DaoRegistry> daos,
      ObjectProvider<SubscriptionRegistry> registry,
      FhirContext context,
      ObjectProvider<NotificationGate> gate,
      ObjectProvider<Disclosures> disclosures) {
    RecordedMatches matches = new RecordedMatches(context, disclosures);
    FailedSubscriptions failed = new FailedSubscriptions(daos, registry, properties.attempts());
    return new DeliveryChannels(
        namer,
        retryPolicy,
        properties,
        failed::giveUp,
        delivery -> {
          NotificationGate decides = gate.getIfAvailable();
          MessageHandler recorded = matches.beforePings(delivery);
          return decides == null
              ? recorded
              : new GatedDelivery(context, recorded, decides, failed::end);
        });
  }

  /** Takes the place of HAPI's, which gives way to a primary one. */
  @Bean
  @Primary
  StoredMessages storedMessages(
      FhirContext context,
      IResourceModifiedDao messages,
      DaoRegistry daos,
      HapiTransactionService transactions) {
    return new StoredMessages(context, messages, daos, transactions);
  }

  /** One for each subscription; HAPI's factory of them takes the primary one. */
  @Bean
  @Primary
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  SubscriptionDeliveringRestHookListener restHookDelivery(
      ObjectProvider<ShownContent> shown, ObjectProvider<Disclosures> disclosures) {
    return new RestHookDelivery(shown, disclosures);
  }

  @Bean
  SubscriptionPresence subscriptionPresence(
      FhirContext context, DataSource dataSource, SubscriptionProperties properties) {
    return new SubscriptionPresence(context, new JdbcTemplate(dataSource), properties.interval());
  }

  @Bean
  InitializingBean subscriptionStorageHooks(
      IInterceptorService storageInterceptors, EgressPolicy egress, SubscriptionPresence presence) {
    return () -> {
      storageInterceptors.registerInterceptor(new SubscriptionEndpointCheck(egress));
      storageInterceptors.registerInterceptor(presence);
    };
  }
}
