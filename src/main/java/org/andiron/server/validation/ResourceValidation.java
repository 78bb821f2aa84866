package org.andiron.server.validation;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.utilities.i18n.I18nConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Validates resources against R4 and the profiles the server knows, with threads of its own, so
 * that a caller waits a bounded time and validation never takes the whole machine. Fetches nothing
 * from the network.
 */
final class ResourceValidation implements AutoCloseable {

  private static final int WAITING_CALLERS = 256;

  /** The validator is built when first needed: it reads the definitions of R4. */
  private final Supplier<FhirValidator> validator;

  private final Duration timeout;
  private final int maxIssues;
  private final ThreadPoolExecutor threads;

  ResourceValidation(Supplier<FhirValidator> validator, ValidationProperties properties) {
    this.validator = validator;
    this.timeout = properties.timeout();
    this.maxIssues = properties.maxIssues();
    CustomizableThreadFactory factory = new CustomizableThreadFactory("validation-");
    factory.setDaemon(true);
    this.threads =
        new ThreadPoolExecutor(
            properties.threads(),
            properties.threads(),
            60,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_CALLERS),
            factory);
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Validates and waits for the result.
   *
   * @param text of the resource, JSON or XML
   * @param profile canonical URL of a profile to validate against besides those it claims
   * @throws BaseServerResponseException 503 if the result did not come in time
   */
  List<OperationOutcomeIssueComponent> validate(String text, @Nullable String profile) {
    Future<List<OperationOutcomeIssueComponent>> result;
    try {
      result = threads.submit(() -> validateHere(text, profile));
    } catch (RejectedExecutionException full) {
      throw busy("Too many validations wait. Try again.");
    }
    try {
      return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      result.cancel(false);
      throw busy("The validation took longer than andiron.validation.timeout allows.");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw busy("The server is stopping. Try again.");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof BaseServerResponseException known
          ? known
          : new InternalErrorException(failed.getCause());
    }
  }

  /** Validates in the calling thread. */
  List<OperationOutcomeIssueComponent> validateHere(String text, @Nullable String profile) {
    ValidationOptions options = new ValidationOptions().addProfileIfNotBlank(profile);
    List<OperationOutcomeIssueComponent> issues = new ArrayList<>();
    for (SingleValidationMessage message :
        validator.get().validateWithResult(text, options).getMessages()) {
      if (issues.size() < maxIssues) {
        issues.add(issue(message, profile != null));
      }
    }
    return issues;
  }

  /** Whether the issue would refuse the resource in mode {@code enforce}. */
  static boolean isError(OperationOutcomeIssueComponent issue) {
    return issue.getSeverity() == IssueSeverity.ERROR || issue.getSeverity() == IssueSeverity.FATAL;
  }

  private static BaseServerResponseException busy(String message) {
    BaseServerResponseException busy = new UnclassifiedServerFailureException(503, message);
    busy.addResponseHeader("Retry-After", "5");
    return busy;
  }

  private static OperationOutcomeIssueComponent issue(
      SingleValidationMessage message, boolean profileAsked) {
    OperationOutcomeIssueComponent issue = new OperationOutcomeIssueComponent();
    boolean unknownProfile =
        profileAsked && I18nConstants.VALIDATION_VAL_PROFILE_UNKNOWN.equals(message.getMessageId());
    issue.setSeverity(unknownProfile ? IssueSeverity.ERROR : severity(message.getSeverity()));
    issue.setCode(unknownProfile ? IssueType.NOTSUPPORTED : IssueType.PROCESSING);
    issue.setDiagnostics(message.getMessage());
    if (message.getLocationString() != null && !message.getLocationString().isBlank()) {
      issue.addExpression(message.getLocationString());
    }
    if (message.getLocationLine() != null && message.getLocationLine() > 0) {
      issue.addLocation(
          "line " + message.getLocationLine() + ", column " + message.getLocationCol());
    }
    return issue;
  }

  private static IssueSeverity severity(@Nullable ResultSeverityEnum severity) {
    if (severity == null) {
      return IssueSeverity.INFORMATION;
    }
    return switch (severity) {
      case FATAL -> IssueSeverity.FATAL;
      case ERROR -> IssueSeverity.ERROR;
      case WARNING -> IssueSeverity.WARNING;
      case INFORMATION -> IssueSeverity.INFORMATION;
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
