package org.andiron.server.error;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.sql.SQLException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class RequestFailureTest {

  @Test
  void aStatementThatWasStoppedWasTooCostly() {
    RequestFailure failure =
        RequestFailure.of(
            new QueryTimeoutException("inside", new SQLException("canceling inside", "57014")));

    assertThat(failure.status()).isEqualTo(400);
    OperationOutcomeIssueComponent issue = failure.outcome().getIssueFirstRep();
    assertThat(issue.getCode()).isEqualTo(IssueType.TOOCOSTLY);
    assertThat(issue.getDiagnostics()).doesNotContain("inside");
  }

  @Test
  void aDatabaseThatShutsDownCannotBeReached() {
    assertThat(RequestFailure.of(new RuntimeException(new SQLException("x", "57P01"))).status())
        .isEqualTo(503);
  }

  /** HAPI puts the statement into its words. */
  @Test
  void whatCannotBeExpungedYetIsAConflict() {
    RequestFailure failure =
        RequestFailure.of(new PreconditionFailedException("HAPI-2415: The resource: SQL [inside]"));

    assertThat(failure.status()).isEqualTo(409);
    assertThat(failure.outcome().getIssueFirstRep().getDiagnostics())
        .contains("again later")
        .doesNotContain("inside");
  }
}
