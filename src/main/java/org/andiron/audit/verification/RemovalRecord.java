package org.andiron.audit.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.event.EventKind;
import org.hl7.fhir.r4.model.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log by which it tells itself what was removed of it.
 *
 * @param index of its leaf; null while it has none, which comes behind all others then
 * @param told what it tells
 */
record RemovalRecord(UUID id, Instant recorded, @Nullable Long index, List<ToldRemoval> told) {

  /** As it is among the terms of a row. */
  static final String KIND =
      "subtype=urn:andiron:audit-event-kind|" + EventKind.AUDIT_ARCHIVE.code();

  /**
   * What a row tells; empty if it tells of no removal.
   *
   * @param index of its leaf; null if it has none
   */
  static Optional<RemovalRecord> of(StoredRow row, @Nullable Long index) {
    byte[] content = row.content();
    if (content == null || row.salt() == null || row.foreign() || !row.terms().contains(KIND)) {
      return Optional.empty();
    }
    return EventReader.whole(content)
        .map(it -> new RemovalRecord(row.id(), row.recorded(), index, told(it)));
  }

  /** What the content of a record tells that is one of these. */
  static List<ToldRemoval> told(byte[] content) {
    return EventReader.whole(content).map(RemovalRecord::told).orElse(List.of());
  }

  private static List<ToldRemoval> told(AuditEvent event) {
    List<ToldRemoval> told = new ArrayList<>();
    event.getEntity().forEach(it -> told.addAll(ToldRemoval.of(EventReader.details(it))));
    return List.copyOf(told);
  }

  /** Whether it tells of a removal and may: what is gone was recorded long before. */
  boolean tells(Removal removal, long lastGone) {
    return (index == null || index > lastGone)
        && removal.isOldAt(recorded)
        && told.stream().anyMatch(it -> it.isOf(removal));
  }
}
