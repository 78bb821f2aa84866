package org.andiron.audit.verification;

import java.util.HexFormat;
import java.util.Optional;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.ledger.Hash;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityDetailComponent;

/** Records of the log by which it tells itself what was removed of it. */
final class RemovalRecord {

  private static final String KIND =
      "subtype=urn:andiron:audit-event-kind|" + EventKind.AUDIT_ARCHIVE.code();

  private RemovalRecord() {}

  /** Digest of the leaves whose removal a row tells of; empty if it tells of none. */
  static Optional<Hash> digest(StoredRow row) {
    byte[] content = row.content();
    if (content == null || row.foreign() || !row.terms().contains(KIND)) {
      return Optional.empty();
    }
    return EventReader.whole(content).flatMap(RemovalRecord::digest);
  }

  private static Optional<Hash> digest(AuditEvent event) {
    return event.getEntity().stream()
        .flatMap(it -> it.getDetail().stream())
        .filter(it -> "digest".equals(it.getType()) && it.hasValueStringType())
        .map(AuditEventEntityDetailComponent::getValueStringType)
        .flatMap(it -> hash(String.valueOf(it.getValue())).stream())
        .findFirst();
  }

  private static Optional<Hash> hash(String hex) {
    try {
      return Optional.of(Hash.of(HexFormat.of().parseHex(hex)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
