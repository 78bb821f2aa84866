package org.andiron.storage.tag;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import jakarta.persistence.EntityManager;
import java.util.Map;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts our definitions of tags in the place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class TagConfiguration {

  @Bean
  static HapiBeanReplacements hapiTagReplacements() {
    return new HapiBeanReplacements(Map.of("tagDefinitionDao", TagDefinitionsByDisplay.class));
  }

  @Bean
  SmartInitializingSingleton tagDisplays(
      IInterceptorService storageInterceptors, EntityManager session) {
    return () -> storageInterceptors.registerInterceptor(new TagDisplayInterceptor(session));
  }
}
