package org.andiron.storage.jpa;

import ca.uhn.fhir.context.FhirContext;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Keeps references as they were written, those to a version of a resource too. HAPI leaves the
 * version out of what it stores and shows.
 *
 * @see <a href="https://hl7.org/fhir/R4/references.html#literal">Literal references</a>
 */
final class WrittenReferences implements BeanPostProcessor {

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    if (bean instanceof FhirContext context) {
      context.getParserOptions().setStripVersionsFromReferences(false);
    }
    return bean;
  }
}
