package org.andiron.storage.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.andiron.storage.index.IndexState.Progress;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The batches of a rebuild, each a transaction that also notes how far it came. It never waits for
 * those who write the same resources.
 */
final class RebuildBatches {

  private final JdbcOperations jdbc;
  private final TransactionTemplate transactions;
  private final StoredResources stored;
  private final IndexWriter writer;
  private final IndexState state;

  RebuildBatches(
      JdbcOperations jdbc,
      TransactionTemplate transactions,
      StoredResources stored,
      IndexWriter writer,
      IndexState state) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.stored = stored;
    this.writer = writer;
    this.state = state;
  }

  /** What a batch came to. */
  sealed interface Outcome {

    record Done(int resources) implements Outcome {}

    /** The next resource is being written by another transaction. */
    record Busy() implements Outcome {}

    record Finished() implements Outcome {}

    /** The server stops; nothing is written. */
    record Stopped() implements Outcome {}
  }

  /**
   * Makes the index of the next resources of a part.
   *
   * @param running whether the server goes on
   */
  Outcome next(IndexPart part, RebuildAttempt attempt, BooleanSupplier running) {
    return Objects.requireNonNull(
        transactions.execute(status -> batch(part, attempt, running, status)));
  }

  private Outcome batch(
      IndexPart part, RebuildAttempt attempt, BooleanSupplier running, TransactionStatus status) {
    attempt.tries(List.of());
    Progress from = state.next(part);
    if (from == null) {
      return new Outcome.Finished();
    }
    List<Long> next =
        jdbc.queryForList(
            "select res_id from hfj_resource where res_id > ? and res_id <= ? and "
                + part.condition()
                + " order by res_id limit "
                + attempt.most(),
            Long.class,
            from.doneTo(),
            from.endsAt(),
            IndexPart.types());
    if (next.isEmpty()) {
      state.finish(part);
      return new Outcome.Finished();
    }
    List<Long> locked = lockUpToFirstBusy(next);
    if (locked.isEmpty()) {
      return new Outcome.Busy();
    }
    StoredResources.Read read = stored.read(locked, attempt.leftOut(), running);
    if (!running.getAsBoolean()) {
      status.setRollbackOnly();
      return new Outcome.Stopped();
    }
    List<Long> ours = read.done();
    attempt.tries(ours);
    writer.write(read.indexed(), Set.copyOf(ours));
    Map<Long, SearchableLinks> links = new HashMap<>();
    read.indexed().forEach((key, it) -> it.links().ifPresent(some -> links.put(key, some)));
    writer.writeLinks(links);
    state.reached(part, from, ours.get(ours.size() - 1));
    return new Outcome.Done(ours.size());
  }

  /** Never waits for a writer, who may wait for us. */
  private List<Long> lockUpToFirstBusy(List<Long> resources) {
    Set<Long> locked =
        new HashSet<>(
            jdbc.queryForList(
                "select res_id from hfj_resource where res_id = any(?) order by res_id"
                    + " for no key update skip locked",
                Long.class,
                (Object) resources.toArray(Long[]::new)));
    List<Long> ours = new ArrayList<>();
    for (Long resource : resources) {
      if (!locked.contains(resource)) {
        break;
      }
      ours.add(resource);
    }
    return ours;
  }
}
