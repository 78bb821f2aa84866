package org.andiron.security.page.patient;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.access.SeenPatients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Patients to choose from are those of the records. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class PatientDirectoryConfiguration {

  @Bean
  PatientDirectory patientDirectory(DaoRegistry daos, SeenPatients seen) {
    return new RecordedPatients(daos, seen);
  }
}
