package org.andiron.server.semantics;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the interceptors of this package to the endpoint. */
@Configuration(proxyBeanMethods = false)
class SemanticsConfiguration {

  @Bean
  FhirContribution semanticsContribution(DaoRegistry daos) {
    return FhirContribution.ofInterceptors(
        new RequestFormInterceptor(),
        new CriteriaInterceptor(),
        new AnswerFormInterceptor(),
        new OptionsInterceptor(daos),
        new BundleEntryInterceptor(daos),
        new WriteConditionInterceptor(daos),
        new ConditionalReadInterceptor(),
        new ConflictRetryInterceptor(),
        new SubsettedResourceInterceptor());
  }
}
