package org.andiron.risk;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.validation.JpaValidationSupportChain;
import org.andiron.risk.feature.UnitConverter;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How models are read. Which there are is known by {@code risk.registry}. */
@Configuration(proxyBeanMethods = false)
class RiskConfiguration {

  /** Joins HAPI's chain at its head, after HAPI has built it. */
  @Bean
  SmartInitializingSingleton extensionsAndLabelOfAnswersFirst(
      JpaValidationSupportChain chain, FhirContext context) {
    return () -> {
      chain.addValidationSupport(0, new AiLabelSupport(context));
      chain.addValidationSupport(1, RiskExtensions.support(context));
    };
  }

  @Bean
  PackageReader riskPackageReader(FhirContext context) {
    return new PackageReader(new UnitConverter(), context.newFhirPath());
  }
}
