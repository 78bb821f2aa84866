package org.andiron.audit.verification;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.event.EventKind;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log by which it tells that a hold was placed or lifted.
 *
 * @param patient about whom it is; null: about nobody
 * @param details what it says, by type
 */
record HoldRecord(UUID id, @Nullable String patient, Map<String, String> details) {

  private static final String KIND =
      "subtype=urn:andiron:audit-event-kind|" + EventKind.AUDIT_HOLD.code();

  /** What a row tells; empty if it is about no hold. */
  static Optional<HoldRecord> of(StoredRow row) {
    byte[] content = row.content();
    if (content == null || row.salt() == null || row.foreign() || !row.terms().contains(KIND)) {
      return Optional.empty();
    }
    return EventReader.whole(content)
        .flatMap(
            event ->
                event.getEntity().stream()
                    .map(EventReader::details)
                    .filter(it -> it.containsKey("hold"))
                    .findFirst())
        .map(it -> new HoldRecord(row.id(), row.patient(), it));
  }

  boolean isOfLift() {
    return "lifted".equals(details.get("hold"));
  }

  boolean tells(HoldRows.Placed hold) {
    Instant before = hold.before();
    return Objects.equals(patient, hold.patient())
        && Objects.equals(details.get("from"), day(hold.first(), Period.ZERO))
        && Objects.equals(details.get("until"), day(before, Period.ofDays(1)));
  }

  boolean tells(HoldRows.Lifted lift) {
    return ("AuditEvent/" + lift.hold()).equals(details.get("placed"));
  }

  private static @Nullable String day(@Nullable Instant time, Period before) {
    return time == null
        ? null
        : time.atOffset(ZoneOffset.UTC).toLocalDate().minus(before).toString();
  }
}
