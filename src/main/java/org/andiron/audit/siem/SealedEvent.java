package org.andiron.audit.siem;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log that has its place in it.
 *
 * @param leaf its place
 * @param id its id
 * @param recorded when this server recorded it
 * @param kept what is kept of it beside that; null once it was lawfully removed
 */
record SealedEvent(long leaf, UUID id, Instant recorded, @Nullable Kept kept) {

  /**
   * What can be removed.
   *
   * @param content the AuditEvent as JSON
   * @param foreign whether another system reported it
   * @param outcome code of AuditEvent.outcome
   */
  record Kept(String content, boolean foreign, @Nullable String outcome) {}
}
