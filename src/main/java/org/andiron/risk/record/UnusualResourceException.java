package org.andiron.risk.record;

import java.io.IOException;

/** Something has to be read as a whole. It is thrown often enough to do without a stack trace. */
final class UnusualResourceException extends IOException {

  private static final long serialVersionUID = 1L;

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
