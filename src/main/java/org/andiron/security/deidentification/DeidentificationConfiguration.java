package org.andiron.security.deidentification;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.time.Clock;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the writing of exports. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
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
