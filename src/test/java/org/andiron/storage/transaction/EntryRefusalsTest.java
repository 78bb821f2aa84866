package org.andiron.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;

class EntryRefusalsTest {

  private final EntryRefusals refusals = new EntryRefusals();

  @Test
  void keepTheSingleIssuesOfAValidation() {
    OperationOutcome found = new OperationOutcome();
    found.addIssue().setDiagnostics("first").addExpression("Bundle.entry[3].resource.status");
    found.addIssue().setDiagnostics("second");

    BundleEntryComponent entry =
        refused(new UnprocessableEntityException("The resource does not conform", found));

    assertThat(entry.getResponse().getStatus()).startsWith("422 ");
    assertThat(((OperationOutcome) entry.getResponse().getOutcome()).getIssue())
        .extracting(OperationOutcome.OperationOutcomeIssueComponent::getDiagnostics)
        .containsExactly("first", "second");
  }

  @Test
  void lookBehindTheExceptionThatWrapsWhatHapiDoesNotKnow() {
    BundleEntryComponent entry =
        refused(new InternalErrorException(new DataFormatException("not a date")));

    assertThat(entry.getResponse().getStatus()).startsWith("400 ");
    assertThat(
            ((OperationOutcome) entry.getResponse().getOutcome())
                .getIssueFirstRep()
                .getDiagnostics())
        .isEqualTo("not a date");
  }

  @Test
  void sayNothingOfTheInsideOfAFailureOfTheServer() {
    BundleEntryComponent entry =
        refused(new InternalErrorException(new IllegalStateException("select secret")));

    assertThat(entry.getResponse().getStatus()).startsWith("500 ");
    assertThat(
            ((OperationOutcome) entry.getResponse().getOutcome())
                .getIssueFirstRep()
                .getDiagnostics())
        .doesNotContain("secret");
  }

  /** In HAPI's order: the outcome, then the status of the exception as it is. */
  private BundleEntryComponent refused(BaseServerResponseException failure) {
    BundleEntryComponent entry = new BundleEntryComponent();
    refusals.populateEntryWithOperationOutcome(failure, entry);
    refusals.setResponseStatus(entry, failure.getStatusCode() + " as HAPI has it");
    return entry;
  }
}
