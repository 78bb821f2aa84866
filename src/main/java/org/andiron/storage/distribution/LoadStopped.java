package org.andiron.storage.distribution;

/** Ends a load because the server stops. */
final class LoadStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LoadStopped() {
    super("The server stops");
  }
}
