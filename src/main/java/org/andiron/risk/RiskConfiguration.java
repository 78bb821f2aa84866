package org.andiron.risk;

import ca.uhn.fhir.context.FhirContext;
import org.andiron.risk.feature.UnitConverter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How models are read. Which there are is known by {@code risk.registry}. */
@Configuration(proxyBeanMethods = false)
class RiskConfiguration {

  @Bean
  PackageReader riskPackageReader(FhirContext context) {
    return new PackageReader(new UnitConverter(), context.newFhirPath());
  }
}
