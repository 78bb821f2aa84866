package org.andiron.storage;

import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import org.hl7.fhir.r4.model.OperationOutcome;

/** A transaction was refused as a whole because of one of its entries. */
public final class FailedEntryException extends UnclassifiedServerFailureException {

  private static final long serialVersionUID = 1;

  private final int entry;

  /**
   * @param entry its index in the Bundle
   * @param status with which it failed
   * @param outcome that says what is wrong in it
   */
  public FailedEntryException(int entry, int status, OperationOutcome outcome) {
    super(status, "Bundle.entry[" + entry + "] failed; nothing was stored", outcome);
    this.entry = entry;
  }

  /** The index of the entry in the Bundle. */
  public int entry() {
    return entry;
  }
}
