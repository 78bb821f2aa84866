package org.andiron.consent.evaluation;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.model.JobDefinition;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.andiron.consent.ConsentProperties;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.intake.StoredReferences;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.term.CodeSubsumption;
import org.andiron.security.People;
import org.andiron.server.FhirContribution;
import org.andiron.server.JobRights;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The operation that says what a draft would change, and its work in the background. */
@Configuration(proxyBeanMethods = false)
class EvaluationConfiguration {

  @Bean
  Population population(DataSource dataSource, ObjectProvider<People> people) {
    return new Population(
        new JdbcTemplate(dataSource), Optional.ofNullable(people.getIfAvailable()));
  }

  @Bean
  AccessComparison accessComparison(Requesters requesters) {
    return new AccessComparison(requesters, Clock.systemUTC());
  }

  @Bean
  JobDefinition<Plan> consentEvaluationJob(Population population, AccessComparison comparison) {
    return new EvaluationJob(population, comparison).definition();
  }

  @Bean
  FhirContribution consentEvaluation(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      PatientRecords records,
      StoredReferences references,
      ConsentProperties properties,
      CodeSubsumption clinicalCodes,
      ConsentPolicies policies,
      Population population,
      AccessComparison comparison,
      IJobCoordinator jobs,
      IJobPersistence kept,
      JobRights rights) {
    return FhirContribution.ofProviders(
        new EvaluateOperation(
            daos,
            transactions,
            records,
            new DraftReader(references, properties.timeZone()),
            new Planning(records, clinicalCodes, policies, Clock.systemUTC()),
            population,
            comparison,
            jobs),
        new EvaluationStatusOperation(jobs, kept, rights));
  }
}
