package org.andiron.testsupport;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Whoever stores a Consent in a context that classes share takes it back: the next class asks as a
 * caller for whom everything exists.
 */
final class NothingWithheld implements AfterAllCallback {

  private static final Set<Class<?>> SHARED = Set.of(TestDatabase.class, SmartServer.class);

  @Override
  public void afterAll(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    ContextConfiguration configuration =
        AnnotatedElementUtils.findMergedAnnotation(test, ContextConfiguration.class);
    if (configuration == null
        || Stream.of(configuration.initializers()).noneMatch(SHARED::contains)) {
      return;
    }
    List<String> left =
        SpringExtension.getApplicationContext(context)
            .getBean(JdbcOperations.class)
            .queryForList(
                "select distinct p.fhir_id from andiron.ruled r join hfj_resource p on p.res_id ="
                    + " r.patient",
                String.class);
    if (!left.isEmpty()) {
      throw new AssertionError(
          test.getSimpleName() + " left Consents that withhold something of " + left);
    }
  }
}
