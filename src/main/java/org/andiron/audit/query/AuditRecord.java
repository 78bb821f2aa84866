package org.andiron.audit.query;

import java.time.Instant;
import java.util.UUID;

/**
 * A record as it is kept.
 *
 * @param recorded when this server recorded it
 * @param content the AuditEvent as JSON
 * @param foreign whether another system reported it
 */
public record AuditRecord(UUID id, Instant recorded, String content, boolean foreign) {

  /** Where it stands. */
  public AuditPosition position() {
    return new AuditPosition(recorded, id);
  }
}
