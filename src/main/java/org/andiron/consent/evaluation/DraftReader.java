package org.andiron.consent.evaluation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.ZoneId;
import java.util.List;
import org.andiron.consent.directive.ConsentProblem;
import org.andiron.consent.directive.ConsentReader;
import org.andiron.consent.directive.ConsentReading;
import org.andiron.consent.intake.StoredReferences;
import org.andiron.consent.rule.ConsentDirective;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/** Reads a draft as if it were active, and refuses what could not be. */
final class DraftReader {

  private final StoredReferences references;
  private final ZoneId zone;

  /**
   * @param zone in which dates without a time of day are meant
   */
  DraftReader(StoredReferences references, ZoneId zone) {
    this.references = references;
    this.zone = zone;
  }

  /**
   * In the transaction of whoever asks: a draft may refer to what exists for them.
   *
   * @param request null if everything does
   * @throws UnprocessableEntityException naming each element that is to be mended
   */
  ConsentDirective read(Consent draft, @Nullable RequestDetails request) {
    if (draft.hasStatus()
        && draft.getStatus() != ConsentState.DRAFT
        && draft.getStatus() != ConsentState.PROPOSED) {
      throw refusal(
          List.of(
              new ConsentProblem(
                  "Consent.status",
                  "must be draft or proposed: what is in force or over is not evaluated")));
    }
    Consent active = draft.copy();
    active.setStatus(ConsentState.ACTIVE);
    ConsentReading reading = new ConsentReader(references.within(request), zone).read(active);
    if (!reading.problems().isEmpty()) {
      throw refusal(reading.problems());
    }
    return reading.inForce().orElseThrow();
  }

  private static UnprocessableEntityException refusal(List<ConsentProblem> problems) {
    OperationOutcome outcome = new OperationOutcome();
    for (ConsentProblem problem : problems) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.ERROR)
          .setCode(IssueType.BUSINESSRULE)
          .setDiagnostics(problem.path() + " " + problem.reason() + ".")
          .addExpression(problem.path());
    }
    return new UnprocessableEntityException("The Consent cannot be computed.", outcome);
  }
}
