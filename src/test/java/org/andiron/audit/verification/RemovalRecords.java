package org.andiron.audit.verification;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.store.EventRows;
import org.andiron.audit.store.Row;
import org.jspecify.annotations.Nullable;

/** What retention adds to a log, made by hand. */
public final class RemovalRecords {

  private RemovalRecords() {}

  /** A record that tells of a removal. */
  public static Row telling(Instant recorded, YearMonth month, long records, Hash digest) {
    return row(recorded, new ToldRemoval(month, records, digest).details());
  }

  /** A record of the kind that tells of removals. */
  public static Row row(Instant recorded, Map<String, String> details) {
    return EventRows.ofOne(
        AuditedEvent.of(
                EventKind.AUDIT_ARCHIVE,
                recorded,
                new ServerNode(URI.create("postgresql://localhost/andiron"), "Andiron", "here"),
                Requester.SERVER)
            .data(DataObject.named("audit log").detailed(details))
            .build());
  }

  /** Adds a row of {@code andiron.audit_removal}, as a superuser. */
  public static void remove(
      Connection superuser,
      UUID record,
      Instant first,
      Instant before,
      @Nullable UUID event,
      long leaves,
      Hash digest)
      throws SQLException {
    try (PreparedStatement statement =
        superuser.prepareStatement(
            "insert into andiron.audit_removal (id, first, before, event_id, leaves, digest,"
                + " reason) values (?, ?, ?, ?, ?, ?, 'test')")) {
      statement.setObject(1, record);
      statement.setObject(2, first.atOffset(ZoneOffset.UTC));
      statement.setObject(3, before.atOffset(ZoneOffset.UTC));
      statement.setObject(4, event);
      statement.setLong(5, leaves);
      statement.setBytes(6, digest.bytes());
      statement.executeUpdate();
    }
  }

  /** Start of a month in UTC. */
  public static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Digest of the leaves of a month, in the order of the log. */
  public static Hash digest(Connection connection, YearMonth month) throws SQLException {
    LeafDigest digest = new LeafDigest();
    List<Entry> entries = DatabaseSource.entries(connection, 0, Long.MAX_VALUE, new ArrayList<>());
    for (Entry entry : entries) {
      Instant recorded = entry.leaf().recorded();
      if (!recorded.isBefore(start(month)) && recorded.isBefore(start(month.plusMonths(1)))) {
        digest.add(entry.leaf().hash());
      }
    }
    return digest.hash();
  }
}
