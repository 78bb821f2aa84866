package org.andiron.audit.disclosure;

import ca.uhn.fhir.context.FhirContext;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.capture.HiddenRecords;
import org.andiron.audit.capture.RecordsOfAnswer;
import org.andiron.server.Disclosures;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has the audit log told of exports and notifications. */
@Configuration(proxyBeanMethods = false)
class DisclosureConfiguration {

  @Bean
  Disclosures auditedDisclosures(
      AuditTrail trail,
      RecordsOfAnswer records,
      HiddenRecords stored,
      ObjectProvider<ConsentContext> consents,
      FhirContext context) {
    return new AuditedDisclosures(
        trail,
        records,
        stored::patientsOf,
        patients -> consents.getObject().permitting(patients),
        context.newTerser());
  }
}
