package org.andiron.audit.retention;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.verification.ArchiveHeader;
import org.andiron.audit.verification.ArchivedTime;
import org.andiron.audit.verification.LogVerification;
import org.andiron.audit.verification.ToldRemoval;

/**
 * Takes months out of the log, each in this order: it is written into a file, the file is read
 * back, and then, in one transaction, the log tells of it and the month is gone. A kill leaves the
 * month where it is, at most with a file beside it that the next run takes as it is.
 *
 * <p>All methods throw {@link RetentionException} if the database does not answer as it should.
 */
public final class Archiving {

  private static final Pattern PARTITION = Pattern.compile("audit_event_(\\d{4})_(\\d{2})");

  private static final String MONTHS =
      "select c.relname from pg_inherits join pg_class c on c.oid = inhrelid"
          + " where inhparent = 'andiron.audit_event'::regclass";

  private static final String ALONE =
      "select pg_try_advisory_lock(hashtextextended('andiron.audit_archive', 0))";

  private static final String HOLDS =
      "select a.id, a.reason from andiron.audit_holds_on(?, ?) with ordinality h(id, place)"
          + " join andiron.audit_hold a on a.id = h.id order by h.place limit 1";

  private static final String ARCHIVE =
      "select andiron.archive_audit_month(?, ?::interval, ?, ?, ?, ?::jsonb)";

  private final RetentionRole role;
  private final RetentionPeriod period;

  /** What became of a month. */
  public enum Result {
    /** It is in its file, and not in the log any more. */
    ARCHIVED,
    /** It could be archived. */
    DUE,
    /** There is nothing in it. */
    EMPTY,
    /** A hold keeps it. */
    HELD,
    /** It stays, because something is not as it must be. */
    REFUSED
  }

  /**
   * A month and what became of it.
   *
   * @param records how many it has or had; 0 if that was not looked at
   * @param reason why it is held or refused; empty otherwise
   */
  public record Outcome(YearMonth month, Result result, long records, String reason) {}

  /**
   * @throws RetentionException if another is at it
   */
  public Archiving(RetentionRole role, RetentionPeriod period) {
    this.role = role;
    this.period = period;
    try (Statement statement = role.connection().createStatement();
        ResultSet row = statement.executeQuery(ALONE)) {
      row.next();
      if (!row.getBoolean(1)) {
        throw new RetentionException("another 'audit archive' works on this database", null);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static RetentionException failed(SQLException e) {
    return new RetentionException("the database refused: " + e.getMessage(), e);
  }

  /** Months that are old enough, oldest first. */
  public List<YearMonth> due() {
    List<YearMonth> months = new ArrayList<>();
    try (Statement statement = role.connection().createStatement();
        ResultSet row = statement.executeQuery(MONTHS)) {
      while (row.next()) {
        Matcher name = PARTITION.matcher(row.getString(1));
        if (name.matches()) {
          months.add(
              YearMonth.of(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))));
        }
      }
      return period.over(months, role.now());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The file of a month in a folder. */
  public static Path file(Path folder, YearMonth month) {
    return new ArchiveFolder(folder).file(month);
  }

  /** What would become of a month. */
  public Outcome look(YearMonth month) {
    try {
      return examined(month).outcome();
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      endReading();
    }
  }

  /**
   * Archives a month if it may be.
   *
   * @param folder that has the files
   */
  public Outcome archive(YearMonth month, Path folder, LogVerification.Progress progress)
      throws InterruptedException {
    ArchiveFolder files = new ArchiveFolder(folder);
    try {
      Examined examined = examined(month);
      if (examined.outcome().result() != Result.DUE) {
        return examined.outcome();
      }
      files.write(month, examined.records(), progress);
      endReading();
      remove(month, examined.records(), files.file(month));
      return new Outcome(month, Result.ARCHIVED, examined.outcome().records(), "");
    } catch (RefusedException e) {
      return new Outcome(month, Result.REFUSED, 0, String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      endReading();
    }
  }

  private record Examined(Outcome outcome, ArchivedTime records) {}

  /** Leaves a transaction open in which the records are as they were counted. */
  private Examined examined(YearMonth month) throws SQLException {
    Connection connection = role.connection();
    connection.commit();
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    Instant first = start(month);
    Instant before = start(month.plusMonths(1));
    Optional<String> hold = hold(first, before);
    ArchivedTime records = ArchivedTime.of(connection, first, before);
    Outcome outcome;
    if (hold.isPresent()) {
      outcome = new Outcome(month, Result.HELD, records.records(), hold.get());
    } else if (records.unsealed() > 0) {
      outcome = refused(month, records, "%,d of its records are not sealed", records.unsealed());
    } else if (records.records() != records.header().leaves()) {
      outcome =
          refused(
              month,
              records,
              "it has %,d records, but %,d were sealed: the log was altered, verify it",
              records.records(),
              records.header().leaves());
    } else {
      Result result = records.records() == 0 ? Result.EMPTY : Result.DUE;
      outcome = new Outcome(month, result, records.records(), "");
    }
    return new Examined(outcome, records);
  }

  private static Outcome refused(
      YearMonth month, ArchivedTime records, String reason, Object... arguments) {
    return new Outcome(
        month, Result.REFUSED, records.records(), String.format(Locale.ROOT, reason, arguments));
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private Optional<String> hold(Instant first, Instant before) throws SQLException {
    try (PreparedStatement statement = role.connection().prepareStatement(HOLDS)) {
      statement.setObject(1, first.atOffset(ZoneOffset.UTC));
      statement.setObject(2, before.atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of("hold " + row.getString(1) + " (" + row.getString(2) + ")")
            : Optional.empty();
      }
    }
  }

  private void remove(YearMonth month, ArchivedTime records, Path file)
      throws RefusedException, SQLException, InterruptedException {
    ArchiveHeader header = records.header();
    String reason = "older than " + period.period();
    RetentionCall.run(
        role,
        ARCHIVE,
        statement -> {
          statement.setObject(1, month.atDay(1));
          statement.setString(2, period.period().toString());
          statement.setLong(3, header.leaves());
          statement.setBytes(4, header.digest().bytes());
          statement.setString(5, reason);
          statement.setString(6, RetentionRecord.of(event(month, records, file, reason)));
        });
  }

  private AuditedEvent event(YearMonth month, ArchivedTime records, Path file, String reason)
      throws SQLException {
    ArchiveHeader header = records.header();
    Map<String, String> details =
        new LinkedHashMap<>(new ToldRemoval(month, header.leaves(), header.digest()).details());
    // What tells of earlier removals goes with this month.
    details.putAll(ToldRemoval.repeated(records.told()));
    details.put("file", String.valueOf(file.getFileName()));
    details.put("reason", reason);
    return AuditedEvent.of(
            EventKind.AUDIT_ARCHIVE, role.now(), role.node(), role.requester("audit archive"))
        .data(DataObject.named("audit log of " + month).detailed(details))
        .build();
  }

  private void endReading() {
    try {
      role.connection().rollback();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
