package org.andiron.ops.admission;

/** The answer of {@link Admission}: a place to work at, or the reason why there is none. */
sealed interface Decision {

  /**
   * A place; it must be given back when the request has ended, and giving back twice is harmless.
   */
  interface Admitted extends AutoCloseable {
    @Override
    void close();
  }

  /** Admitted with this place. */
  record Admit(Admitted place) implements Decision {}

  /** Not admitted. */
  record Refuse(Reason reason) implements Decision {}

  /** Why a request is refused. */
  enum Reason {
    /** The caller holds as many places as one caller may. */
    CALLER("caller"),
    /** All places of the server are taken. */
    SERVER_FULL("server-full"),
    /** All places of the class of work are taken. */
    QUEUE_FULL("queue-full"),
    /** No other request of the class ended within the longest wait. */
    TIMEOUT("timeout");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }
}
