package org.andiron.consent.consult;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.AuditTrail;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.identifier.IdentifiedResources;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.security.Sights;
import org.andiron.server.CdsContribution;
import org.andiron.visibility.VisibleResources;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The hook by which other systems ask. */
@Configuration(proxyBeanMethods = false)
class ConsultConfiguration {

  @Bean
  Consultation consultation(
      IdentifiedResources identified,
      PatientRecords records,
      Requesters requesters,
      ConsentEvaluator evaluator,
      ConsentPolicies policies,
      Labeller labeller) {
    return new Consultation(
        identified, records, requesters, evaluator, policies, labeller, Clock.systemUTC());
  }

  @Bean
  CdsContribution patientConsentConsult(
      FhirContext context,
      Consultation consultation,
      ObjectProvider<Sights> sights,
      VisibleResources visible,
      AuditTrail trail) {
    List<PatientConsentConsult> services =
        List.of(
            new PatientConsentConsult(
                new ConsultQuestionReader(context),
                consultation,
                () -> Optional.ofNullable(sights.getIfAvailable()),
                visible,
                trail));
    return () -> services;
  }
}
