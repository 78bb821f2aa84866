package org.andiron.visibility;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;

/** The one answer to writes of what does not or must not exist for the caller. */
final class RefusedWrite {

  private RefusedWrite() {}

  static ForbiddenOperationException exception() {
    return new ForbiddenOperationException(
        "Nothing was stored: this caller can change only what exists for it, and create only what it"
            + " could read afterwards, such as records of its own patient. Create with POST, so that"
            + " the server gives the id.");
  }
}
