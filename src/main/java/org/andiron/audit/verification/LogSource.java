package org.andiron.audit.verification;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/** A log as it was at one moment, wherever it is kept. */
interface LogSource extends AutoCloseable {

  /**
   * When and from what it was read.
   *
   * @param time the moment
   * @param xmin transactions below were over
   * @param xmax this transaction and later ones had not begun
   * @param leaves how many there are, about
   */
  record Origin(Instant time, long xmin, long xmax, long leaves) {}

  Origin origin();

  List<Removal> removals();

  HoldRows holds();

  /**
   * The sealed part, from left to right. Several may be called at the same time; they begin in the
   * order in which they come.
   */
  Iterator<Callable<Segment>> segments();

  /** Rows without a leaf; to be asked for when all segments were. */
  Iterator<Callable<List<StoredRow>>> unsealed();

  @Override
  void close();
}
