package org.andiron.storage.jpa;

import ca.uhn.fhir.context.FhirContext;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Reads the definitions of all resource types in the background while Hibernate starts: both are
 * needed before the first request, and neither needs the other.
 */
final class FhirModelWarmUp implements BeanPostProcessor {

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    if (bean instanceof FhirContext context) {
      Thread reader =
          new Thread(
              () -> context.getResourceTypes().forEach(context::getResourceDefinition),
              "andiron-fhir-model");
      reader.setDaemon(true);
      reader.start();
    }
    return bean;
  }
}
