package org.andiron.audit.anchor;

import java.io.IOException;

/** A time stamp that shows nothing of the head. The message says why, for the operator. */
public final class TimeStampRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  TimeStampRefusedException(String message) {
    super(message);
  }

  TimeStampRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
