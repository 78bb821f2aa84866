package org.andiron.audit.query;

import ca.uhn.fhir.context.FhirContext;
import javax.sql.DataSource;
import org.andiron.storage.RestrictedAccess;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What reads the audit log. */
@Configuration(proxyBeanMethods = false)
class AuditQueryConfiguration {

  @Bean
  AuditReader auditLogReader(RestrictedAccess access, DataSource dataSource) {
    return new AuditReader(access, dataSource);
  }

  @Bean
  AuditCriteria auditCriteria(FhirContext fhirContext) {
    return new AuditCriteria(fhirContext.getResourceTypes());
  }
}
