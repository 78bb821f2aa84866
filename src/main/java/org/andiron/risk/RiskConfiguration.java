package org.andiron.risk;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.validation.JpaValidationSupportChain;
import java.util.stream.Collectors;
import org.andiron.risk.feature.DerivedFeatures;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.storage.config.ConfigurationFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the risk models at start; one that is broken stops it. */
@Configuration(proxyBeanMethods = false)
class RiskConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(RiskConfiguration.class);

  /** Joins HAPI's chain at its head, after HAPI has built it. */
  @Bean
  SmartInitializingSingleton labelOfAnswersFirst(
      JpaValidationSupportChain chain, FhirContext context) {
    return () -> chain.addValidationSupport(0, new AiLabelSupport(context));
  }

  @Bean
  RiskModels riskModels(ConfigurationFolder folder, FhirContext context) {
    FeatureLibrary library =
        FeatureLibrary.of(
            RiskModels.shared(folder),
            DerivedFeatures.standard(),
            new UnitConverter(),
            context.newFhirPath());
    RiskModels models = RiskModels.read(folder, library);
    LOG.info(
        "Risk models: {}",
        models.all().isEmpty()
            ? "none"
            : models.all().stream()
                .map(it -> it.id() + ' ' + it.content().model().card().version())
                .collect(Collectors.joining(", ")));
    return models;
  }
}
