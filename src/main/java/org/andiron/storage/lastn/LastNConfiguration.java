package org.andiron.storage.lastn;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import org.andiron.server.FhirContribution;
import org.andiron.storage.request.SearchRequestReader;
import org.hl7.fhir.r4.model.Observation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LastNConfiguration {

  @Bean
  FhirContribution lastNContribution(DaoRegistry daos, SearchRequestReader reader) {
    IFhirResourceDao<Observation> observations = daos.getResourceDao(Observation.class);
    return FhirContribution.ofProviders(new LastNOperation(observations, reader));
  }
}
