package org.andiron.audit.completeness;

import java.time.Instant;

/**
 * Something that broke.
 *
 * @param ended when the server answered again
 */
record Fault(Kind kind, Instant begun, Instant ended) {

  /** What breaks. */
  enum Kind {
    BACKEND_KILLED,
    LOG_FULL,
    POSTGRES_KILLED,
    POOL_EXHAUSTED,
    SERVER_KILLED
  }

  boolean touches(Exchange exchange) {
    return exchange.begun().isBefore(ended) && exchange.ended().isAfter(begun);
  }

  /** Whether nothing of it was before or after. */
  boolean covers(Exchange exchange) {
    return exchange.begun().isAfter(begun) && exchange.ended().isBefore(ended);
  }
}
