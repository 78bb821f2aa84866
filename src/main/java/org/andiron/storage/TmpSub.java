package org.andiron.storage;

import org.springframework.context.annotation.*;

@Configuration
class TmpSub {
  @Bean
  ca.uhn.fhir.jpa.model.config.SubscriptionSettings ss() {
    return new ca.uhn.fhir.jpa.model.config.SubscriptionSettings();
  }
}
