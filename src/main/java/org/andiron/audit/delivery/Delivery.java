package org.andiron.audit.delivery;

import java.io.IOException;

/** One way out of the log: what is done in a round, again and again. */
public interface Delivery {

  /** What is known after a round. */
  enum Progress {
    /** There is more to do at once. */
    MORE,
    /** All is done, or it is another node's turn. */
    DONE
  }

  /** Its name in logs and metrics. */
  String name();

  /**
   * Does what is due, if it is the turn of this node.
   *
   * @throws IOException if the other system did not take it
   */
  Progress round() throws IOException;

  /** Whether a last round is worth while when the server stops. */
  boolean endsWithRound();

  /** Lets another node go on at once. */
  void release();

  /** Ends a round that goes on, from any thread. */
  void abort();
}
