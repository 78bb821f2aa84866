package org.andiron.audit.operation;

import java.time.Duration;
import org.andiron.audit.proof.AuditProofs;
import org.andiron.audit.verification.AuditVerification;
import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the operations to the endpoint. */
@Configuration(proxyBeanMethods = false)
class LogOperationsConfiguration {

  /** Less than proxies wait for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Bean
  FhirContribution logOperations(AuditVerification verification, AuditProofs proofs) {
    return FhirContribution.ofProviders(new LogOperations(verification, proofs, PATIENCE));
  }
}
