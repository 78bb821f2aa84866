package org.andiron.server.validation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/** What validation on write counts. */
final class ValidationMetrics {

  private final MeterRegistry registry;
  private final Counter skipped;

  ValidationMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.skipped =
        Counter.builder("andiron.validation.skipped")
            .description("Written resources that were not validated for want of time")
            .register(registry);
  }

  /** One written resource was validated. */
  void validated(String resourceType, List<OperationOutcomeIssueComponent> issues) {
    for (OperationOutcomeIssueComponent issue : issues) {
      Counter.builder("andiron.validation.issues")
          .description("Issues found in written resources")
          .tag("severity", issue.getSeverity().toCode())
          .tag("type", resourceType)
          .register(registry)
          .increment();
    }
    // Last, so that who reads the counters never sees a resource without its issues.
    Counter.builder("andiron.validation.resources")
        .description("Written resources that were validated")
        .tag("type", resourceType)
        .register(registry)
        .increment();
  }

  void skipped() {
    skipped.increment();
  }
}
