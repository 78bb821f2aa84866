package org.andiron.storage.jpa;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.ParserOptions;
import java.io.Serial;
import java.util.Collection;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;
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
      ParserOptions options = context.getParserOptions();
      // To strip versions nowhere at all would also tell HAPI not to give the entries of a
      // transaction the ids they get.
      options.setDontStripVersionsFromReferencesAtPaths(
          new EveryPath(options.getDontStripVersionsFromReferencesAtPaths()));
    }
    return bean;
  }

  /** Has each path that it is asked for. */
  private static final class EveryPath extends HashSet<String> {

    @Serial private static final long serialVersionUID = 1L;

    EveryPath(Collection<String> listed) {
      super(listed);
    }

    @Override
    public boolean contains(@Nullable Object path) {
      return true;
    }
  }
}
