package org.andiron.storage.index;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.NestedRuntimeException;

/**
 * What a rebuild tries. When the database refuses a batch, its resources are tried one by one, and
 * the one that is refused alone is left out.
 */
final class RebuildAttempt {

  /** Writers of one of its resources wait as long as a batch takes. */
  private static final int BATCH = 100;

  /**
   * States of SQL that say that the database cannot keep what was written: its values, the rules of
   * the table, or the limits of PostgreSQL.
   */
  private static final Set<String> REFUSALS = Set.of("22", "23", "54");

  private int most = BATCH;
  private int singlesLeft;
  private List<Long> resources = List.of();
  private final Map<Long, String> leftOut = new HashMap<>();

  /** How many resources the next batch may have. */
  int most() {
    return most;
  }

  /** Those that are found by nothing, and why. */
  Map<Long, String> leftOut() {
    return leftOut;
  }

  /** Notes what the database is about to be given; nothing if it may fail before that. */
  void tries(List<Long> batch) {
    resources = batch;
  }

  void succeeded() {
    singlesLeft--;
    if (singlesLeft <= 0) {
      most = BATCH;
      leftOut.clear();
    }
  }

  /** Whether the database refused what was tried, and there is less to try now. */
  boolean narrow(NestedRuntimeException failure) {
    if (!isRefusal(failure)) {
      return false;
    }
    if (resources.size() > 1) {
      most = 1;
      singlesLeft = resources.size();
      return true;
    }
    return resources.size() == 1
        && leftOut.put(resources.get(0), failure.getClass().getSimpleName()) == null;
  }

  private static boolean isRefusal(NestedRuntimeException e) {
    return e.getMostSpecificCause() instanceof SQLException cause
        && cause.getSQLState() != null
        && REFUSALS.stream().anyMatch(cause.getSQLState()::startsWith);
  }
}
