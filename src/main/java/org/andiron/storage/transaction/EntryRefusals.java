package org.andiron.storage.transaction;

import ca.uhn.fhir.jpa.dao.BaseTransactionProcessor;
import ca.uhn.fhir.jpa.dao.r4.TransactionProcessorVersionAdapterR4;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import org.andiron.server.error.RequestFailure;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;

/**
 * Gives a failed entry the status and the outcome that the same request would have on its own. HAPI
 * takes every exception it does not know for its own failure, and drops the issues of one it knows.
 */
class EntryRefusals extends TransactionProcessorVersionAdapterR4 {

  private static final String STATUS = EntryRefusals.class.getName();

  @Override
  public void populateEntryWithOperationOutcome(
      BaseServerResponseException failure, BundleEntryComponent entry) {
    // HAPI wraps what it does not know, the form of which is what decides.
    RequestFailure known =
        RequestFailure.of(
            failure instanceof InternalErrorException && failure.getCause() != null
                ? failure.getCause()
                : failure);
    entry.getResponse().setOutcome(known.outcome());
    entry.setUserData(STATUS, known.status());
    setResponseStatus(entry, "");
  }

  @Override
  public void setResponseStatus(BundleEntryComponent entry, String status) {
    super.setResponseStatus(
        entry,
        entry.getUserData(STATUS) instanceof Integer decided
            ? BaseTransactionProcessor.toStatusString(decided)
            : status);
  }
}
