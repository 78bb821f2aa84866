package org.andiron.audit.verification;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Salt;
import org.andiron.audit.store.SearchValues;
import org.andiron.audit.verification.Finding.Kind;
import org.hl7.fhir.r4.model.AuditEvent;
import org.jspecify.annotations.Nullable;

/** Compares a row with itself: its content with its commitment, its columns with its content. */
final class RowCheck {

  /** In JSON, where a text of somebody would have its quotation marks escaped. */
  private static final String FOREIGN = "\"system\":\"urn:andiron:audit-origin\"";

  private RowCheck() {}

  /**
   * What is wrong with a row whose content is there.
   *
   * @param index of its leaf; null if it has none
   */
  static Optional<Finding> check(
      StoredRow row, byte[] content, byte[] saltBytes, @Nullable Long index) {
    if (saltBytes.length != Salt.BYTES
        || row.commitment().length != Hash.BYTES
        || !Salt.of(saltBytes).commit(content).equals(Hash.of(row.commitment()))) {
      return finding(Kind.RECORD_ALTERED, row, index, "the content was altered");
    }
    return PlainEvent.says(row, content) ? Optional.empty() : compare(row, content, index);
  }

  /** Whatever the content is. */
  static Optional<Finding> compare(StoredRow row, byte[] content, @Nullable Long index) {
    Optional<AuditEvent> essentials = EventReader.essentials(content);
    if (essentials.isPresent()
        && difference(row, content, essentials.get()) == null
        && (row.foreign() || RequestOfEvent.isPlainly(row.requestId(), content))) {
      return Optional.empty();
    }
    Optional<AuditEvent> whole = EventReader.whole(content);
    if (whole.isEmpty()) {
      return finding(Kind.RECORD_ALTERED, row, index, "the content is no AuditEvent");
    }
    String difference = difference(row, content, whole.get());
    if (difference == null
        && !row.foreign()
        && !same(RequestOfEvent.of(whole.get()).orElse(null), row.requestId())) {
      difference = "request_id";
    }
    return difference == null
        ? Optional.empty()
        : finding(
            Kind.COLUMNS_ALTERED,
            row,
            index,
            "the column " + difference + " is not what the content says");
  }

  private static Optional<Finding> finding(
      Kind kind, StoredRow row, @Nullable Long index, String text) {
    return Optional.of(new Finding(kind, index, row.id(), text));
  }

  /** Name of a column that differs. */
  private static @Nullable String difference(StoredRow row, byte[] content, AuditEvent event) {
    SearchValues search;
    try {
      search = SearchValues.of(event);
    } catch (IllegalArgumentException e) {
      return "content";
    }
    if (!same(search.patient(), row.patient())) {
      return "patient";
    }
    if (!same(search.action(), row.action())) {
      return "action";
    }
    if (!same(search.outcome(), row.outcome())) {
      return "outcome";
    }
    if (!search.type().equals(row.type())) {
      return "type";
    }
    if (!search.agentNames().equals(row.agentNames())) {
      return "agent_names";
    }
    if (!search.addresses().equals(row.addresses())) {
      return "addresses";
    }
    Set<String> terms = new HashSet<>(row.terms());
    if (terms.size() != row.terms().size() || !search.terms().equals(terms)) {
      return "terms";
    }
    if (row.foreign() != contains(content, FOREIGN)) {
      return "is_foreign";
    }
    // What others report has the ids that they gave it.
    return !row.foreign()
            && event.hasIdElement()
            && !isId(event.getIdElement().getIdPart(), row.id())
        ? "id"
        : null;
  }

  private static boolean isId(@Nullable String text, UUID id) {
    return id.toString().equals(text);
  }

  private static boolean contains(byte[] content, String text) {
    return new String(content, StandardCharsets.UTF_8).contains(text);
  }

  private static boolean same(@Nullable String one, @Nullable String other) {
    return one == null ? other == null : one.equals(other);
  }
}
