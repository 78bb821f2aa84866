package org.andiron.storage.references;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import org.andiron.server.OwnBaseUrls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the storage what the server is called. */
@Configuration(proxyBeanMethods = false)
class ReferencesConfiguration {

  @Bean
  LocalReferences localReferences(JpaStorageSettings settings, OwnBaseUrls ownBaseUrls) {
    return new LocalReferences(settings, ownBaseUrls);
  }
}
