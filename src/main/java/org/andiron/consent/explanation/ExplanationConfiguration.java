package org.andiron.consent.explanation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import java.time.Clock;
import java.util.Optional;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.security.People;
import org.andiron.server.FhirContribution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The operation that explains. */
@Configuration(proxyBeanMethods = false)
class ExplanationConfiguration {

  @Bean
  AccessExplanations accessExplanations(
      Requesters requesters,
      ConsentEvaluator evaluator,
      ConsentPolicies policies,
      PatientRecords records) {
    return new AccessExplanations(requesters, evaluator, policies, records);
  }

  @Bean
  AccessQuestionReader accessQuestionReader(
      ObjectProvider<People> people,
      PurposeOfUse purposes,
      FhirContext context,
      JpaStorageSettings settings) {
    return new AccessQuestionReader(
        Optional.ofNullable(people.getIfAvailable()),
        purposes,
        context.getResourceTypes(),
        settings::getTreatBaseUrlsAsLocal,
        Clock.systemUTC());
  }

  @Bean
  FhirContribution consentExplanation(
      PatientRecords records,
      AccessQuestionReader questions,
      AccessExplanations explanations,
      IHapiTransactionService transactions) {
    return FhirContribution.ofProviders(
        new ExplainAccessOperation(records, questions, explanations, transactions));
  }
}
