package org.andiron.risk.cds;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.AuditTrail;
import org.andiron.risk.feedback.FeedbackStore;
import org.andiron.risk.operation.RiskScoring;
import org.andiron.risk.operation.StoredAnswers;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.security.Readers;
import org.andiron.security.Sights;
import org.andiron.server.CdsContribution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Risk models as services of CDS Hooks. */
@Configuration(proxyBeanMethods = false)
class RiskCdsConfiguration {

  private static final Clock CLOCK = Clock.systemUTC();

  @Bean
  HookAnswers riskHookAnswers(
      FhirContext context,
      JpaStorageSettings storage,
      RiskScoring scoring,
      StoredAnswers stored,
      AuditTrail trail) {
    ResourceReading reading = new ResourceReading(context);
    return new HookAnswers(
        new HookCallReader(reading, storage::getTreatBaseUrlsAsLocal),
        new Prefetch(reading),
        scoring,
        new KeptCards(stored),
        trail,
        CLOCK);
  }

  @Bean
  FeedbackIntake riskFeedbackIntake(
      ModelRegistry registry, FeedbackStore store, MeterRegistry meters) {
    return new FeedbackIntake(
        new FeedbackReader(model -> registry.current().versions(model), CLOCK), store, meters);
  }

  @Bean
  CdsContribution riskCdsServices(
      RiskCdsProperties settings,
      ModelRegistry registry,
      ObjectProvider<Sights> sights,
      Readers readers,
      HookAnswers answers,
      FeedbackIntake feedback) {
    CallRights rights = new CallRights(() -> Optional.ofNullable(sights.getIfAvailable()), readers);
    return settings.cdsServices()
        ? new RiskCdsServices(registry, rights, answers, feedback, CLOCK)
        : List::of;
  }
}
