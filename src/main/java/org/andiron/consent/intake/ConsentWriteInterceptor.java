package org.andiron.consent.intake;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.andiron.consent.directive.ConsentProblem;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to store a Consent that is in force and cannot be computed: 422, with each element that
 * is to be mended. One that is not in force yet is stored, and what would be refused is told to
 * those who ask with {@code Prefer: return=OperationOutcome}.
 */
@Interceptor
public final class ConsentWriteInterceptor extends WrittenConsents {

  private static final String KEY = ConsentWriteInterceptor.class.getName();
  private static final String TYPE = "Consent";

  private final ConsentCheck check;

  ConsentWriteInterceptor(ConsentCheck check) {
    this.check = check;
  }

  /**
   * What is known of a request.
   *
   * @param bundle the batch or transaction, null if it is none
   * @param reports issues by the number of their entry, or {@link #ALONE}
   */
  private record Write(
      @Nullable Bundle bundle, Map<Integer, List<OperationOutcomeIssueComponent>> reports) {

    static final int ALONE = -1;

    /** The entry in which a resource was sent. */
    int entryOf(Consent consent) {
      List<BundleEntryComponent> entries = bundle == null ? List.of() : bundle.getEntry();
      String url = TYPE + "/" + consent.getIdElement().getIdPart();
      for (int i = 0; i < entries.size(); i++) {
        BundleEntryComponent entry = entries.get(i);
        boolean patches =
            entry.getRequest().getMethod() == HTTPVerb.PATCH
                && url.equals(entry.getRequest().getUrl());
        if (entry.getResource() == consent || patches) {
          return i;
        }
      }
      return ALONE;
    }
  }

  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = RequestPipeline.CONSENT_RULES)
  public void beforeWrite(RequestDetails request, RestOperationTypeEnum interaction) {
    switch (interaction) {
      case CREATE, UPDATE, PATCH, TRANSACTION ->
          request
              .getUserData()
              .put(
                  KEY,
                  new Write(
                      request.getResource() instanceof Bundle bundle ? bundle : null,
                      new TreeMap<>()));
      default -> {
        // Nothing is written.
      }
    }
  }

  @Override
  void check(Consent consent, @Nullable RequestDetails request, boolean stored) {
    List<ConsentProblem> problems = check.problems(consent, request, stored);
    Write write =
        request != null && request.getUserData().get(KEY) instanceof Write known ? known : null;
    int entry = write == null ? Write.ALONE : write.entryOf(consent);
    String place = entry == Write.ALONE ? TYPE : "Bundle.entry[" + entry + "].resource";
    boolean refused = ConsentCheck.isInForce(consent);
    List<OperationOutcomeIssueComponent> issues =
        problems.stream().map(problem -> issue(problem, place, refused)).toList();
    if (!refused && write != null) {
      write.reports.put(entry, issues);
    }
    if (refused && !issues.isEmpty()) {
      OperationOutcome outcome = new OperationOutcome();
      issues.forEach(outcome::addIssue);
      throw new UnprocessableEntityException("The Consent cannot be computed.", outcome);
    }
  }

  private static OperationOutcomeIssueComponent issue(
      ConsentProblem problem, String place, boolean refused) {
    OperationOutcomeIssueComponent issue = new OperationOutcomeIssueComponent();
    issue
        .setSeverity(refused ? IssueSeverity.ERROR : IssueSeverity.WARNING)
        .setCode(IssueType.BUSINESSRULE)
        .setDiagnostics(
            problem.path()
                + " "
                + problem.reason()
                + (refused ? "." : "; as active it would be refused."))
        .addExpression(place + problem.path().substring(TYPE.length()));
    return issue;
  }

  /** Reports what was stored and could not be computed, to those who asked for it. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.CONSENT_RULES)
  public void report(RequestDetails request, ResponseDetails response) {
    if (!(request.getUserData().remove(KEY) instanceof Write write)
        || RestfulServerUtils.parsePreferHeader(request.getHeader("Prefer")).getReturn()
            != PreferReturnEnum.OPERATION_OUTCOME) {
      return;
    }
    write.reports.forEach(
        (entry, issues) -> {
          OperationOutcome outcome = outcome(response.getResponseResource(), entry);
          if (outcome != null) {
            issues.forEach(outcome::addIssue);
          }
        });
  }

  private static @Nullable OperationOutcome outcome(@Nullable IBaseResource answer, int entry) {
    if (!(answer instanceof Bundle bundle)) {
      return answer instanceof OperationOutcome outcome ? outcome : null;
    }
    if (entry < 0 || entry >= bundle.getEntry().size()) {
      return null;
    }
    var response = bundle.getEntry().get(entry).getResponse();
    if (!(response.getOutcome() instanceof OperationOutcome)) {
      response.setOutcome(new OperationOutcome());
    }
    return (OperationOutcome) response.getOutcome();
  }
}
