package org.andiron.audit.verification;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.andiron.audit.verification.Finding.Kind;

/**
 * Compares holds, which keep months in the log, with what the log tells of them. What told of one
 * may have been removed as retention does.
 */
final class HoldCheck {

  private final Map<UUID, HoldRows.Placed> placed = new HashMap<>();
  private final Map<UUID, HoldRows.Lifted> lifted = new HashMap<>();
  private final Set<UUID> accounted = new HashSet<>();
  private final Consumer<Finding> findings;

  HoldCheck(HoldRows rows, Consumer<Finding> findings) {
    rows.placed().forEach(it -> placed.put(it.id(), it));
    rows.lifted().forEach(it -> lifted.put(it.id(), it));
    this.findings = findings;
  }

  /** A record tells of a hold. */
  void told(HoldRecord record) {
    accounted.add(record.id());
    if (record.isOfLift()) {
      HoldRows.Lifted lift = lifted.get(record.id());
      if (lift == null || !record.tells(lift)) {
        report(record.id(), "it tells that a hold was lifted; that is not there, or is another");
      }
    } else {
      HoldRows.Placed hold = placed.get(record.id());
      if (hold == null || !record.tells(hold)) {
        report(record.id(), "it tells of a hold that is not there, or is another");
      }
    }
  }

  /** A record was removed as it may be. */
  void removed(UUID record) {
    if (placed.containsKey(record) || lifted.containsKey(record)) {
      accounted.add(record);
    }
  }

  /** All records were told of. */
  void check() {
    for (UUID id : placed.keySet()) {
      if (!accounted.contains(id)) {
        report(id, "no record tells of this hold");
      }
    }
    for (UUID id : lifted.keySet()) {
      if (!accounted.contains(id)) {
        report(id, "no record tells that a hold was lifted");
      }
    }
  }

  private void report(UUID id, String text) {
    findings.accept(new Finding(Kind.HOLD, null, id, text));
  }
}
