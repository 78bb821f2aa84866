package org.andiron.server.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.andiron.server.validation.ValidationProperties.Mode;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written is counted with the issues that it has, as far as there is time for it. */
class BackgroundValidationTest {

  private static final String INVALID =
      "{\"resourceType\": \"Observation\", \"status\": \"final\"}";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger asked = new AtomicInteger();
  private BackgroundValidation validation = withShare(1);

  private BackgroundValidation withShare(double share) {
    ValidationProperties properties =
        new ValidationProperties(Mode.REPORT, 100, Duration.ofSeconds(30), 2, 200, share);
    return new BackgroundValidation(
        new ResourceValidation(BackgroundValidationTest::validator, properties),
        new ValidationMetrics(registry),
        properties);
  }

  private static FhirValidator validator() {
    FhirContext context = FhirContext.forR4Cached();
    return context
        .newValidator()
        .registerValidatorModule(
            new FhirInstanceValidator(
                new ValidationSupportChain(
                    new DefaultProfileValidationSupport(context),
                    new InMemoryTerminologyServerValidationSupport(context),
                    new CommonCodeSystemsTerminologyService(context))));
  }

  private String text(String text) {
    asked.incrementAndGet();
    return text;
  }

  private double count(String meter, String... tags) {
    Counter counter = registry.find("andiron.validation." + meter).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  @AfterEach
  void close() {
    validation.close();
  }

  @Test
  void whatIsWrittenIsCountedWithItsIssues() {
    validation.offer("Observation", () -> text(INVALID));

    // The first reads the definitions of R4.
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(count("resources", "type", "Observation")).isOne());
    assertThat(count("issues", "type", "Observation", "severity", "error")).isPositive();
    assertThat(count("skipped")).isZero();
  }

  @Test
  void whatIsTooLargeIsSkipped() {
    validation.offer("Observation", () -> text(INVALID + " ".repeat(300_000)));

    assertThat(count("skipped")).isOne();
    assertThat(count("resources")).isZero();
  }

  @Test
  void whereItIsOffNothingIsReadForIt() {
    validation.close();
    validation = withShare(0);
    validation.offer("Observation", () -> text(INVALID));

    assertThat(asked).hasValue(0);
    assertThat(count("skipped")).isOne();
  }
}
