package org.andiron.storage.index;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.andiron.storage.SearchIndex;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whether the index holds all resources, by the rules that this server searches by. It does not
 * after an update of the server that changes what resources are found by, nor after a change of the
 * settings that do, until it is made anew; a search would miss resources then without saying so.
 */
public final class IndexState implements SearchIndex {

  private static final String RETRY_AFTER_SECONDS = "30";

  private final JdbcOperations jdbc;
  private final TransactionTemplate transactions;
  private final String rules;
  private final Map<IndexPart, Progress> progress = new EnumMap<>(IndexPart.class);

  /**
   * How far a part is.
   *
   * @param doneTo the number of the last resource that is done
   * @param endsAt the number of the last resource to do; {@code doneTo} if nothing is left
   */
  record Progress(long doneTo, long endsAt, boolean whole) {

    static final Progress WHOLE = new Progress(0, 0, true);

    double share() {
      return whole ? 1 : endsAt == 0 ? 0 : (double) doneTo / endsAt;
    }
  }

  /**
   * Looks at the state of the database, and begins anew what was made by other rules.
   *
   * @param rules what the index of a resource depends on beside the resource
   */
  IndexState(JdbcOperations jdbc, TransactionTemplate transactions, String rules) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.rules = rules;
    Arrays.stream(IndexPart.values()).forEach(this::begin);
  }

  @Override
  public boolean isWhole() {
    return Arrays.stream(IndexPart.values()).allMatch(part -> progress(part).whole());
  }

  /** Whether all resources of a type are in the index. */
  public boolean isWhole(String resourceType) {
    return progress(IndexPart.of(resourceType)).whole();
  }

  @Override
  public double share() {
    return progress(IndexPart.RECORDS).share();
  }

  /** The answer to a search that would miss what is not in the index yet. */
  public BaseServerResponseException refusal() {
    BaseServerResponseException refusal =
        new UnclassifiedServerFailureException(
            503,
            "The search index is being made anew after a change of the server, %d %% is done. A"
                    .formatted((int) Math.floor(100 * share()))
                + " search would miss records until then; reading by id and writing without"
                + " criteria work. Try again later.");
    refusal.addResponseHeader("Retry-After", RETRY_AFTER_SECONDS);
    return refusal;
  }

  synchronized Progress progress(IndexPart part) {
    return progress.getOrDefault(part, new Progress(0, 0, false));
  }

  /** Says so when the transaction of the caller has committed; it may not. */
  private void set(IndexPart part, Progress reached) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            put(part, reached);
          }
        });
  }

  private synchronized void put(IndexPart part, Progress reached) {
    progress.put(part, reached);
  }

  /** Begins with a part, or finds that there is nothing to do or where it was left. */
  void begin(IndexPart part) {
    transactions.executeWithoutResult(
        status -> {
          jdbc.update(
              "insert into andiron.search_index_state (part) values (?) on conflict do nothing",
              part.name());
          Row row = lock(part);
          if (rules.equals(row.madeWith()) && row.makingWith() == null) {
            set(part, Progress.WHOLE);
            return;
          }
          if (!rules.equals(row.makingWith())) {
            // What queries admit was found by the old index; they are asked again when it is whole.
            jdbc.update("delete from andiron.admitted");
            jdbc.update("delete from andiron.admission_query");
            jdbc.update(
                "update andiron.search_index_state set making_with = ?, done_to = 0, ends_at ="
                    + " (select coalesce(max(res_id), 0) from hfj_resource) where part = ?",
                rules,
                part.name());
            row = lock(part);
          }
          if (row.endsAt() == 0) {
            finish(part);
          } else {
            set(part, new Progress(row.doneTo(), row.endsAt(), false));
          }
        });
  }

  /**
   * Where to go on with a part. Until the transaction of the caller ends no other server goes on
   * with it.
   *
   * @return null if nothing is left to do, or a server with other rules has begun
   */
  @Nullable Progress next(IndexPart part) {
    Row row = lock(part);
    if (rules.equals(row.makingWith())) {
      return new Progress(row.doneTo(), row.endsAt(), false);
    }
    if (row.makingWith() == null && rules.equals(row.madeWith())) {
      set(part, Progress.WHOLE);
    }
    return null;
  }

  /** Notes in the transaction of the caller that a part is done up to a resource. */
  void reached(IndexPart part, Progress from, long resource) {
    jdbc.update(
        "update andiron.search_index_state set done_to = ? where part = ?", resource, part.name());
    set(part, new Progress(resource, from.endsAt(), false));
  }

  /** Notes in the transaction of the caller that all of a part is done. */
  void finish(IndexPart part) {
    jdbc.update(
        "update andiron.search_index_state set made_with = making_with, making_with = null"
            + " where part = ?",
        part.name());
    set(part, Progress.WHOLE);
  }

  private record Row(
      @Nullable String madeWith, @Nullable String makingWith, long doneTo, long endsAt) {}

  private Row lock(IndexPart part) {
    List<Row> rows =
        jdbc.query(
            "select made_with, making_with, done_to, ends_at from andiron.search_index_state"
                + " where part = ? for update",
            (row, number) ->
                new Row(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
            part.name());
    return rows.get(0);
  }
}
