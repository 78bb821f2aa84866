package org.andiron.audit.anchor;

import java.time.Instant;
import java.time.ZoneOffset;
import org.andiron.audit.ledger.TransactionBounds;
import org.andiron.audit.ledger.TreeHead;
import org.springframework.jdbc.core.JdbcTemplate;

/** The time stamps that are kept, in {@code andiron.audit_time_stamp}. */
final class TimeStamps {

  private final JdbcTemplate jdbc;

  TimeStamps(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps one; the first of a head stays. */
  void add(TimeStamp stamp, Instant time) {
    TreeHead head = stamp.head();
    TransactionBounds bounds = head.bounds();
    jdbc.update(
        "insert into andiron.audit_time_stamp"
            + " (log, size, root, head_time, stamped, token, watermark, next_xact)"
            + " values (?, ?, ?, ?, ?, ?, ?::text::xid8, ?::text::xid8) on conflict do nothing",
        head.logId(),
        head.size(),
        head.root().bytes(),
        head.time().atOffset(ZoneOffset.UTC),
        time.atOffset(ZoneOffset.UTC),
        stamp.token(),
        bounds == null ? null : Long.toUnsignedString(bounds.watermark()),
        bounds == null ? null : Long.toUnsignedString(bounds.nextXact()));
  }
}
