package org.andiron.server.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.jspecify.annotations.Nullable;

/**
 * Validates what is written, as {@code andiron.validation.mode} says. Mode {@code report} makes
 * nobody wait who did not ask with {@code Prefer: return=OperationOutcome}; mode {@code enforce}
 * answers 422 before anything is stored, or, for an entry of a batch, in the entry's response.
 */
@Interceptor
final class WriteValidationInterceptor {

  private static final String KEY = WriteValidationInterceptor.class.getName();

  private final FhirContext context;
  private final ResourceValidation validation;
  private final BackgroundValidation background;
  private final ValidationMetrics metrics;
  private final boolean enforce;

  WriteValidationInterceptor(
      FhirContext context,
      ResourceValidation validation,
      BackgroundValidation background,
      ValidationMetrics metrics,
      boolean enforce) {
    this.context = context;
    this.validation = validation;
    this.background = background;
    this.metrics = metrics;
    this.enforce = enforce;
  }

  /** Validates what the body holds, before a transaction begins. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = RequestPipeline.VALIDATION)
  public void beforeWrite(RequestDetails request, RestOperationTypeEnum interaction) {
    IBaseResource resource = request.getResource();
    Write write = new Write(prefersOutcome(request));
    switch (interaction) {
      case CREATE, UPDATE -> {
        request.getUserData().put(KEY, write);
        if (resource != null) {
          write.done.put(resource, true);
          validate(write, resource, context.getResourceType(resource), -1);
          write.refuseIfFaulty();
        }
      }
      case PATCH -> request.getUserData().put(KEY, write);
      case TRANSACTION -> {
        request.getUserData().put(KEY, write);
        if (resource instanceof Bundle bundle) {
          beforeBundle(write, bundle);
        }
      }
      default -> {
        // Nothing is written, or an operation writes what it made itself.
      }
    }
  }

  private void beforeBundle(Write write, Bundle bundle) {
    boolean alone = enforce && bundle.getType() == BundleType.BATCH;
    int index = -1;
    for (BundleEntryComponent entry : bundle.getEntry()) {
      index++;
      HTTPVerb method = entry.getRequest().getMethod();
      String path = "Bundle.entry[" + index + "].resource";
      if (method == HTTPVerb.PATCH) {
        write.patches.put(entry.getRequest().getUrl(), index);
      } else if (entry.hasResource() && (method == HTTPVerb.POST || method == HTTPVerb.PUT)) {
        if (alone) {
          write.entries.put(entry.getResource(), index);
        } else {
          write.done.put(entry.getResource(), true);
          validate(write, entry.getResource(), path, index);
        }
      }
    }
    write.refuseIfFaulty();
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = RequestPipeline.VALIDATION)
  public void beforeCreate(IBaseResource resource, RequestDetails request) {
    beforeStore(resource, request);
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.VALIDATION)
  public void beforeUpdate(IBaseResource previous, IBaseResource resource, RequestDetails request) {
    beforeStore(resource, request);
  }

  /** Validates what only storage knows: patched resources, and entries of a batch. */
  private void beforeStore(IBaseResource resource, @Nullable RequestDetails request) {
    if (request == null
        || !(request.getUserData().get(KEY) instanceof Write write)
        || write.done.containsKey(resource)) {
      return;
    }
    write.done.put(resource, true);
    String type = context.getResourceType(resource);
    Integer index = write.entries.get(resource);
    if (index == null) {
      index = write.patches.get(type + "/" + resource.getIdElement().getIdPart());
    }
    String path = index == null ? type : "Bundle.entry[" + index + "].resource";
    int before = write.issues.size();
    validate(write, resource, path, index == null ? -1 : index);
    if (enforce) {
      List<Found> own = write.issues.subList(before, write.issues.size());
      List<Found> copy = List.copyOf(own);
      if (copy.stream().anyMatch(it -> ResourceValidation.isError(it.issue))) {
        own.clear();
        throw refusal(copy);
      }
    }
  }

  private void validate(Write write, IBaseResource resource, String path, int entry) {
    String type = context.getResourceType(resource);
    if (!enforce && !write.outcomePreferred) {
      background.offer(type, () -> text(resource));
      return;
    }
    List<OperationOutcomeIssueComponent> issues = validation.validate(text(resource), null);
    metrics.validated(type, issues);
    for (OperationOutcomeIssueComponent issue : issues) {
      String expression =
          issue.getExpression().isEmpty() ? type : issue.getExpression().get(0).getValue();
      issue.getExpression().clear();
      issue.getLocation().clear();
      issue.addExpression(
          expression.startsWith(type) ? path + expression.substring(type.length()) : path);
      write.issues.add(new Found(entry, issue));
    }
  }

  private String text(IBaseResource resource) {
    return context.newJsonParser().encodeResourceToString(resource);
  }

  /** Adds what was found to the answer, for those who asked for it. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.VALIDATION)
  public void addIssues(RequestDetails request, ResponseDetails response) {
    if (!(request.getUserData().remove(KEY) instanceof Write write) || !write.outcomePreferred) {
      return;
    }
    for (Found found : write.issues) {
      if (response.getResponseResource() instanceof OperationOutcome outcome) {
        outcome.addIssue(found.issue);
      } else if (response.getResponseResource() instanceof Bundle bundle
          && found.entry >= 0
          && found.entry < bundle.getEntry().size()) {
        var answer = bundle.getEntry().get(found.entry).getResponse();
        if (!(answer.getOutcome() instanceof OperationOutcome)) {
          answer.setOutcome(new OperationOutcome());
        }
        ((OperationOutcome) answer.getOutcome()).addIssue(found.issue);
      }
    }
  }

  private static boolean prefersOutcome(RequestDetails request) {
    return RestfulServerUtils.parsePreferHeader(request.getHeader("Prefer")).getReturn()
        == PreferReturnEnum.OPERATION_OUTCOME;
  }

  private static UnprocessableEntityException refusal(List<Found> found) {
    OperationOutcome outcome = new OperationOutcome();
    found.forEach(it -> outcome.addIssue(it.issue));
    return new UnprocessableEntityException(
        "The resource does not conform to its profiles.", outcome);
  }

  /** The writes of one request. */
  private final class Write {

    private final boolean outcomePreferred;
    private final IdentityHashMap<IBaseResource, Boolean> done = new IdentityHashMap<>();
    private final IdentityHashMap<IBaseResource, Integer> entries = new IdentityHashMap<>();
    private final Map<String, Integer> patches = new HashMap<>();
    private final List<Found> issues = new ArrayList<>();

    Write(boolean outcomePreferred) {
      this.outcomePreferred = outcomePreferred;
    }

    void refuseIfFaulty() {
      if (enforce && issues.stream().anyMatch(it -> ResourceValidation.isError(it.issue))) {
        throw refusal(issues);
      }
    }
  }

  /**
   * An issue and where it was found.
   *
   * @param entry index in the Bundle, or -1
   */
  private record Found(int entry, OperationOutcomeIssueComponent issue) {}
}
