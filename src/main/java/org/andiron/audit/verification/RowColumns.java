package org.andiron.audit.verification;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of {@code andiron.audit_event}, however odd. */
final class RowColumns {

  /** In the order in which they are read, of a table {@code e}. */
  static final String ALL =
      "e.id, e.recorded, e.xact, e.content, e.salt, e.commitment, e.is_foreign, e.request_id,"
          + " e.patient, e.action, e.outcome, e.type, e.agent_names, e.addresses, e.terms";

  /** Stands for what is null or no list. PostgreSQL keeps no such text, so no event has it. */
  private static final String NOTHING = "\u0000";

  private RowColumns() {}

  /**
   * Reads the row at which a result is.
   *
   * @param first number of the first of the columns
   */
  static StoredRow read(ResultSet row, int first) throws SQLException {
    byte[] commitment = row.getBytes(first + 5);
    return new StoredRow(
        row.getObject(first, UUID.class),
        row.getObject(first + 1, OffsetDateTime.class).toInstant(),
        Long.parseUnsignedLong(row.getString(first + 2)),
        row.getBytes(first + 3),
        row.getBytes(first + 4),
        commitment == null ? new byte[0] : commitment,
        row.getBoolean(first + 6),
        row.getString(first + 7),
        row.getString(first + 8),
        row.getString(first + 9),
        row.getString(first + 10),
        Objects.requireNonNullElse(row.getString(first + 11), NOTHING),
        texts(row.getArray(first + 12)),
        texts(row.getArray(first + 13)),
        texts(row.getArray(first + 14)));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array != null && array.getArray() instanceof @Nullable String[] texts
        ? Arrays.stream(texts).map(it -> Objects.requireNonNullElse(it, NOTHING)).toList()
        : List.of(NOTHING);
  }
}
