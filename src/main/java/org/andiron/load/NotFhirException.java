package org.andiron.load;

import java.io.IOException;

/** The bytes are JSON but no FHIR resource that can be stored. The message holds no content. */
final class NotFhirException extends IOException {

  private static final long serialVersionUID = 1L;

  NotFhirException(String message) {
    super(message);
  }
}
