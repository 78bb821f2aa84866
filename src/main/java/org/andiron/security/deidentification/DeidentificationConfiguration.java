package org.andiron.security.deidentification;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.time.Clock;
import org.andiron.security.ConditionalOnSmartMode;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the writing of exports. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class DeidentificationConfiguration {

  @Bean
  DeidentifiedExports deidentifiedExports(FhirContext context) {
    return new DeidentifiedExports(context, SafeElements.load(), Clock.systemUTC());
  }

  @Bean
  InitializingBean deidentifiedExportsJoin(
      IInterceptorService storageInterceptors, DeidentifiedExports exports) {
    return () -> storageInterceptors.registerInterceptor(exports);
  }
}
