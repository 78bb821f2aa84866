package org.andiron.risk.administration;

import org.andiron.risk.monitoring.RiskMonitor;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the operations to the endpoint. */
@Configuration(proxyBeanMethods = false)
class AdministrationConfiguration {

  @Bean
  FhirContribution riskModelOperations(
      ModelRegistry registry, ModelDeployment deployment, RiskMonitor monitor) {
    return FhirContribution.ofProviders(
        new ModelListOperations(registry, deployment, monitor),
        new ModelChangeOperations(deployment));
  }
}
