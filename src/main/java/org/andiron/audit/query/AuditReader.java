package org.andiron.audit.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.andiron.storage.RestrictedAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reads the log. It reads for anybody: what they may see is for callers to say, and that it was
 * read is for them to record.
 */
public final class AuditReader {

  /** What a search may take before it is ended; the answer is that it was too costly. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String SNAPSHOT = "select pg_current_snapshot()::text";

  private static final String SELECT =
      "select id, recorded, content, is_foreign from andiron.audit_event where ";

  private static final RowMapper<AuditRecord> RECORD =
      (row, number) ->
          new AuditRecord(
              row.getObject(1, UUID.class),
              row.getObject(2, OffsetDateTime.class).toInstant(),
              row.getString(3),
              row.getBoolean(4));

  private final RestrictedAccess access;
  private final JdbcTemplate jdbc;

  /**
   * @param dataSource takes part in the transaction of the thread, if there is one
   */
  AuditReader(RestrictedAccess access, DataSource dataSource) {
    this.access = access;
    this.jdbc = new JdbcTemplate(dataSource);
    jdbc.setQueryTimeout(Math.toIntExact(LIMIT.toSeconds()));
  }

  /** The record with an id; empty if there is none, or it is out of reach. */
  public Optional<AuditRecord> find(String id, AuditReach reach) {
    return select(AuditCondition.all(List.of(AuditCriteria.ofId(id), reach.condition())), "limit 1")
        .stream()
        .findFirst();
  }

  /**
   * The next records of a search.
   *
   * @param after behind which they stand; null for the first
   * @param most how many
   */
  public List<AuditRecord> page(
      AuditSearch search, AuditReach reach, @Nullable AuditPosition after, int most) {
    List<AuditCondition> conditions = new ArrayList<>(search.conditions());
    conditions.add(reach.condition());
    if (after != null) {
      conditions.add(behind(after, search.newestFirst()));
    }
    String order = search.newestFirst() ? " desc" : "";
    return select(
        AuditCondition.all(conditions),
        "order by recorded" + order + ", id" + order + " limit " + most);
  }

  /** How many records a search finds. */
  public long count(AuditSearch search, AuditReach reach) {
    List<AuditCondition> conditions = new ArrayList<>(search.conditions());
    conditions.add(reach.condition());
    AuditCondition all = AuditCondition.all(conditions);
    Long count =
        unrestricted(
            () ->
                jdbc.query(
                        connection ->
                            prepared(
                                connection,
                                "select count(*) from andiron.audit_event where " + all.sql(),
                                all),
                        (row, number) -> row.getLong(1))
                    .get(0));
    return count;
  }

  /**
   * All records that are about one patient and no other, as they are now: what is recorded later is
   * not among them, however long they are read.
   *
   * @param patient logical id
   * @param from when the first of them may have been recorded
   * @param before when the last of them has been recorded already
   */
  public PatientLog ofPatient(String patient, Instant from, Instant before) {
    String snapshot =
        unrestricted(() -> jdbc.query(SNAPSHOT, (row, number) -> row.getString(1)).get(0));
    AuditReach reach = new AuditReach(AuditCondition.of("patient = ?", patient), false);
    AuditSearch search =
        new AuditSearch(
            List.of(
                AuditCondition.of(
                    "(recorded >= ? and recorded < ?)",
                    AuditCriteria.time(from),
                    AuditCriteria.time(before)),
                AuditCondition.of("pg_visible_in_snapshot(xact, ?::pg_snapshot)", snapshot)),
            true);
    return new PatientLog(after -> page(search, reach, after, PatientLog.ROWS_AT_ONCE));
  }

  private static AuditCondition behind(AuditPosition position, boolean newestFirst) {
    return AuditCondition.of(
        "(recorded, id) " + (newestFirst ? "<" : ">") + " (?, ?)",
        AuditCriteria.time(position.recorded()),
        position.id());
  }

  private List<AuditRecord> select(AuditCondition condition, String rest) {
    return unrestricted(
        () ->
            jdbc.query(
                connection ->
                    prepared(connection, SELECT + condition.sql() + ' ' + rest, condition),
                RECORD));
  }

  /** The roles of restricted requests have no right to the log. */
  private <T> T unrestricted(Supplier<T> work) {
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? access.unrestricted(work)
        : work.get();
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, AuditCondition condition) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    int index = 0;
    for (Object argument : condition.arguments()) {
      index++;
      if (argument instanceof List<?> texts) {
        statement.setArray(index, connection.createArrayOf("text", texts.toArray()));
      } else {
        statement.setObject(index, argument);
      }
    }
    return statement;
  }
}
