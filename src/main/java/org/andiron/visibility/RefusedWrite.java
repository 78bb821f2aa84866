package org.andiron.visibility;

/** The one answer to writes of what does not or must not exist for the caller. */
final class RefusedWrite {

  private static final String MESSAGE =
      "Nothing was stored: this caller can change only what exists for it, and create only what it"
          + " could read afterwards, such as records of its own patient. Create with POST, so that"
          + " the server gives the id.";

  private RefusedWrite() {}

  static WithheldWriteException exception() {
    return of("");
  }

  /**
   * @param resource which must not exist for the caller, as in {@code Observation/1}
   */
  static WithheldWriteException of(String resource) {
    return WithheldWriteException.notExisting(MESSAGE, resource);
  }
}
