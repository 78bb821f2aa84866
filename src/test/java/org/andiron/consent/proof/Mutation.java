package org.andiron.consent.proof;

/**
 * A point where enforcement can be switched off, so that the proof can show that it would notice.
 *
 * @param name how the point is named where it is listed
 */
record Mutation(String name, Runnable off, Runnable on) {

  /** Does something while the point is off. */
  void during(Runnable work) {
    off.run();
    try {
      work.run();
    } finally {
      on.run();
    }
  }
}
