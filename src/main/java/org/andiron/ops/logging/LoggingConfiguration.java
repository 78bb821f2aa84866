package org.andiron.ops.logging;

import ca.uhn.fhir.jpa.dao.ThreadPoolFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Replaces HAPI's thread pool factory by one that keeps the logging context. */
@Configuration(proxyBeanMethods = false)
class LoggingConfiguration {

  @Bean
  @Primary
  ThreadPoolFactory requestAwareThreadPools() {
    return new RequestAwareThreadPools();
  }
}
