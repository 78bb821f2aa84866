package org.andiron.storage.concepts;

import java.util.Map;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts our handling of concepts in the place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class ConceptsConfiguration {

  @Bean
  static HapiBeanReplacements hapiConceptReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "termCodeSystemStorageSvc", ConceptStorage.class,
            "termDeferredStorageSvc", ConceptRemoval.class));
  }
}
