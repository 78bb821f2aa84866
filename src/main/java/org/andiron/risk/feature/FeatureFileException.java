package org.andiron.risk.feature;

/** A file with definitions that cannot be used; the message says which, where in it, and why. */
public final class FeatureFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FeatureFileException(String file, String where, String reason) {
    super(where.isEmpty() ? file + ": " + reason : file + ": " + where + ": " + reason);
  }
}
