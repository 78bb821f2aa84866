package org.andiron.security.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.security.ConditionalOnSmartMode;
import org.andiron.security.PublicAddress;
import org.andiron.security.Readers;
import org.andiron.security.SecurityProperties;
import org.andiron.security.deidentification.DeidentifiedExports;
import org.andiron.security.role.RolePolicies;
import org.andiron.server.FhirContribution;
import org.andiron.storage.PageOrigins;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In mode {@code smart}, every request is asked about. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class AccessConfiguration {

  @Bean
  AccessInterceptor accessInterceptor(
      FhirContext context,
      DaoRegistry daos,
      ISearchParamRegistry searchParameters,
      RolePolicies roles,
      PageOrigins pages,
      MeterRegistry meters) {
    SearchAnalysis searches = new SearchAnalysis(parameter -> targets(searchParameters, parameter));
    return new AccessInterceptor(
        roles,
        new RecordedRelations(daos),
        new RequestReading(searches, pages),
        new WrittenRecords(context),
        Counter.builder("andiron.security.withheld")
            .description("Answers that were withheld because they held what the caller may not see")
            .register(meters));
  }

  @Bean
  SeenRecords seenRecords(RolePolicies roles, DaoRegistry daos, Readers readers) {
    return new SeenRecords(roles, new RecordedRelations(daos), readers);
  }

  @Bean
  CallerSights callerSights(RolePolicies roles, DaoRegistry daos) {
    return new CallerSights(roles, new RecordedRelations(daos));
  }

  @Bean
  ToldVisibility toldVisibility(RolePolicies roles, DaoRegistry daos) {
    return new ToldVisibility(roles, new RecordedRelations(daos));
  }

  @Bean
  CallersOfJobs callersOfJobs(
      RolePolicies roles,
      DaoRegistry daos,
      SecurityProperties security,
      PublicAddress address,
      DeidentifiedExports exports) {
    URI elsewhere = security.issuer();
    Supplier<String> issuer = elsewhere == null ? address::issuer : elsewhere::toString;
    return new CallersOfJobs(roles, new RecordedRelations(daos), issuer, exports);
  }

  @Bean
  InitializingBean ownersOfJobs(IInterceptorService storageInterceptors, CallersOfJobs callers) {
    return () -> storageInterceptors.registerInterceptor(callers);
  }

  @Bean
  FhirContribution accessContribution(AccessInterceptor interceptor) {
    return FhirContribution.ofInterceptors(interceptor);
  }

  private static Set<String> targets(ISearchParamRegistry registry, String parameter) {
    int colon = parameter.indexOf(':');
    String type = parameter.substring(0, colon);
    if (type.isEmpty()) {
      return Set.of();
    }
    RuntimeSearchParam known =
        registry.getActiveSearchParam(
            type,
            parameter.substring(colon + 1),
            ISearchParamRegistry.SearchParamLookupContextEnum.SEARCH);
    return known == null ? Set.of() : known.getTargets();
  }
}
