package org.andiron.audit.proof;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Proofs from the log of this server. */
@Configuration(proxyBeanMethods = false)
class ProofConfiguration {

  @Bean
  AuditProofs auditProofs(DataSource dataSource) {
    return new AuditProofs(dataSource);
  }
}
