package org.andiron.audit.anchor;

import java.io.IOException;
import org.andiron.audit.ledger.SignedTreeHead;

/** A place for heads outside of the database, or vouched for from there. */
interface Anchor {

  /** What it is called in settings, logs and metrics. */
  String kind();

  /**
   * Size of the newest head that is there.
   *
   * @param noted that size as the database has it
   * @param newest of the log now
   * @throws IOException if it cannot be read, or the newest head is not one of the same log
   */
  default long size(long noted, SignedTreeHead newest) throws IOException {
    return noted;
  }

  /**
   * Puts a head there; when this returns it is there for good.
   *
   * @throws IOException if it is not
   */
  void put(SignedTreeHead head) throws IOException;

  /** Ends a put that goes on, from any thread. */
  void abort();
}
