package org.andiron.audit.delivery;

import org.andiron.server.egress.EgressPolicy;
import org.apache.http.impl.client.CloseableHttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs what anchors and the export contribute. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

  @Bean
  Wires auditWires(EgressPolicy egress, CloseableHttpClient egressHttpClient, SslBundles bundles) {
    return new Wires(egress, egressHttpClient, bundles);
  }

  @Bean
  Deliveries auditDeliveries(ObjectProvider<ScheduledDeliveries> contributed) {
    return new Deliveries(
        contributed
            .orderedStream()
            .flatMap(
                feature ->
                    feature.deliveries().stream()
                        .map(delivery -> new Courier(delivery, feature.interval())))
            .toList());
  }

  @Bean
  HealthIndicator auditDeliveryHealthIndicator(Deliveries deliveries) {
    return new DeliveryHealthIndicator(deliveries::failingFor);
  }
}
