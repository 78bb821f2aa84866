package org.andiron.audit.delivery;

import java.io.IOException;

/** The other system took none of it, because it was too much at once (HTTP 413). */
public final class PayloadTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  PayloadTooLargeException(String message) {
    super(message);
  }
}
