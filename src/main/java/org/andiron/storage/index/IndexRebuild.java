package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.andiron.storage.index.IndexState.Progress;
import org.andiron.storage.index.IndexWriter.Indexed;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the index anew when it was made by other rules, or by none: the definitions before the
 * server uses them, the records beside its other work. Each batch is a transaction that also notes
 * how far it came, so that a server that was killed goes on where it was, and several servers share
 * the work.
 */
final class IndexRebuild implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(IndexRebuild.class);

  /** Writers of one of its resources wait as long as a batch takes. */
  private static final int BATCH = 100;

  /** Characters of stored resources and time after which a batch ends before it is full. */
  private static final long LONGEST_TEXT = 16 << 20;

  private static final Duration LONGEST_BATCH = Duration.ofSeconds(5);

  /** Resources whose text is in memory at once. */
  private static final int FETCHED = 4;

  /**
   * States of SQL that say that the database cannot keep what was written: its values, the rules of
   * the table, or the limits of PostgreSQL.
   */
  private static final Set<String> REFUSALS = Set.of("22", "23", "54");

  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(30);
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration WAIT_AFTER_FAILURE = Duration.ofSeconds(10);

  private final JdbcOperations jdbc;
  private final TransactionTemplate transactions;
  private final FhirContext fhirContext;
  private final IndexExtractor extractor;
  private final IndexWriter writer;
  private final IndexState state;
  private final Lock lock = new ReentrantLock();
  private final Condition stopped = lock.newCondition();
  private volatile boolean running;
  private @Nullable Thread thread;

  IndexRebuild(
      JdbcOperations jdbc,
      TransactionTemplate transactions,
      FhirContext fhirContext,
      IndexExtractor extractor,
      IndexWriter writer,
      IndexState state) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.fhirContext = fhirContext;
    this.extractor = extractor;
    this.writer = writer;
    this.state = state;
  }

  /** Before anything that searches for definitions. */
  @Override
  public int getPhase() {
    return -1;
  }

  @Override
  public void start() {
    running = true;
    make(IndexPart.DEFINITIONS);
    startRecords();
  }

  /** Makes the index of the records in a thread of its own, if there is something to do. */
  void startRecords() {
    if (!state.progress(IndexPart.RECORDS).whole()) {
      Thread worker = new Thread(() -> make(IndexPart.RECORDS), "index-rebuild");
      worker.setDaemon(true);
      thread = worker;
      worker.start();
    }
  }

  /** Does not interrupt the worker, who would take that for the end of each attachment it reads. */
  @Override
  public void stop() {
    lock.lock();
    try {
      running = false;
      stopped.signalAll();
    } finally {
      lock.unlock();
    }
    Thread worker = thread;
    if (worker != null) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** What a batch came to. */
  private sealed interface Outcome {

    record Done(int resources) implements Outcome {}

    /** The next resource is being written by another transaction. */
    record Busy() implements Outcome {}

    record Finished() implements Outcome {}

    /** The server stops; nothing is written. */
    record Stopped() implements Outcome {}
  }

  /** Makes the index of a part, unless it is whole. */
  private void make(IndexPart part) {
    if (state.progress(part).whole()) {
      return;
    }
    Report report = new Report(part);
    Attempt attempt = new Attempt();
    while (running) {
      try {
        Outcome outcome = transactions.execute(status -> batch(part, attempt, status));
        if (outcome instanceof Outcome.Done done) {
          report.add(done.resources());
          attempt.succeeded();
        } else if (outcome instanceof Outcome.Busy) {
          pause(WAIT);
        } else if (outcome instanceof Outcome.Finished) {
          report.end();
          return;
        }
      } catch (DataAccessException | TransactionException e) {
        if (isRefusal(e) && attempt.narrow(e)) {
          continue;
        }
        if (part == IndexPart.DEFINITIONS) {
          throw e;
        }
        LOG.warn("The search index could not be written, it is tried again", e);
        pause(WAIT_AFTER_FAILURE);
      }
    }
  }

  private static boolean isRefusal(NestedRuntimeException e) {
    return e.getMostSpecificCause() instanceof SQLException cause
        && cause.getSQLState() != null
        && REFUSALS.stream().anyMatch(cause.getSQLState()::startsWith);
  }

  /** Waits, unless the server stops. */
  private void pause(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (running && left > 0) {
        left = stopped.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is tried. When the database refuses a batch, its resources are tried one by one, and the
   * one that is refused alone is left out.
   */
  private static final class Attempt {

    private int most = BATCH;
    private int singlesLeft;
    private List<Long> resources = List.of();
    private final Map<Long, String> leftOut = new HashMap<>();

    void succeeded() {
      singlesLeft--;
      if (singlesLeft <= 0) {
        most = BATCH;
        leftOut.clear();
      }
    }

    /** Whether there is less to try now. */
    boolean narrow(Exception refusal) {
      if (resources.size() > 1) {
        most = 1;
        singlesLeft = resources.size();
        return true;
      }
      return resources.size() == 1
          && leftOut.put(resources.get(0), refusal.getClass().getSimpleName()) == null;
    }
  }

  private Outcome batch(IndexPart part, Attempt attempt, TransactionStatus status) {
    attempt.resources = List.of();
    Progress from = state.next(part);
    if (from == null) {
      return new Outcome.Finished();
    }
    List<Long> next =
        jdbc.queryForList(
            "select res_id from hfj_resource where res_id > ? and res_id <= ? and "
                + part.condition()
                + " order by res_id limit "
                + attempt.most,
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
    Map<Long, Indexed> indexed = new LinkedHashMap<>();
    List<Long> ours = upTo(index(locked, attempt.leftOut, indexed), locked);
    if (!running) {
      status.setRollbackOnly();
      return new Outcome.Stopped();
    }
    attempt.resources = ours;
    writer.write(indexed, Set.copyOf(ours));
    state.reached(part, from, ours.get(ours.size() - 1));
    return new Outcome.Done(ours.size());
  }

  private static List<Long> upTo(long last, List<Long> resources) {
    return resources.stream().filter(it -> it <= last).toList();
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

  /**
   * Says by what resources are found, until it is enough for a batch.
   *
   * @param leftOut those that are found by nothing, and why
   * @return the last that is done
   */
  private long index(List<Long> resources, Map<Long, String> leftOut, Map<Long, Indexed> indexed) {
    ResultSetExtractor<Long> reading =
        rows -> {
          long started = System.nanoTime();
          long characters = 0;
          while (running && rows.next()) {
            long resource = rows.getLong(1);
            String type = rows.getString(2);
            String id = rows.getString(3);
            String json = rows.getString(4);
            String refusal = leftOut.get(resource);
            Indexed entries = refusal == null ? indexed(type, id, json) : null;
            if (entries != null) {
              indexed.put(resource, entries);
            } else if (refusal != null) {
              warn(type, id, refusal);
            }
            characters += json == null ? 0 : json.length();
            if (characters > LONGEST_TEXT
                || System.nanoTime() - started > LONGEST_BATCH.toNanos()) {
              return resource;
            }
          }
          return resources.get(resources.size() - 1);
        };
    Long last = jdbc.query(connection -> stored(connection, resources), reading);
    return Objects.requireNonNull(last);
  }

  private static PreparedStatement stored(Connection connection, List<Long> resources)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "select r.res_id, r.res_type, r.fhir_id, v.res_text_vc from hfj_resource r"
                + " join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver"
                + " where r.res_id = any(?) and r.res_deleted_at is null order by r.res_id");
    statement.setFetchSize(FETCHED);
    statement.setArray(1, connection.createArrayOf("int8", resources.toArray()));
    return statement;
  }

  private @Nullable Indexed indexed(String type, String id, @Nullable String json) {
    try {
      if (json == null) {
        throw new IllegalStateException("It has no text");
      }
      IBaseResource resource =
          fhirContext
              .newJsonParser()
              .setParserErrorHandler(new LenientErrorHandler(false))
              .parseResource(json);
      resource.setId(type + '/' + id);
      return new Indexed(type, extractor.entriesOf(resource));
    } catch (RuntimeException | StackOverflowError e) {
      warn(type, id, e.getClass().getSimpleName());
      return null;
    }
  }

  /** Without the message of the cause, which may quote the resource. */
  private static void warn(String type, String id, String cause) {
    LOG.warn("{}/{} cannot be read and is not found by any search ({})", type, id, cause);
  }

  /** Tells the operator now and then how far it is. */
  private final class Report {

    private final IndexPart part;
    private final long started = System.nanoTime();
    private long told = started;
    private long done;

    Report(IndexPart part) {
      this.part = part;
      if (part == IndexPart.RECORDS) {
        LOG.warn(
            "The search index is made anew; until it is done the server is not ready and refuses"
                + " searches");
      }
    }

    void add(int resources) {
      done += resources;
      long now = System.nanoTime();
      if (now - told >= BETWEEN_REPORTS.toNanos()) {
        told = now;
        LOG.info(
            "Search index: {} % done, {} resources a second",
            (int) Math.floor(100 * state.progress(part).share()), rate(now));
      }
    }

    void end() {
      if (!state.progress(part).whole()) {
        LOG.warn("A server with other rules makes the search index anew; this one has to restart");
      } else if (done > 0) {
        LOG.info(
            "Search index: {} {} done, {} a second",
            done,
            part == IndexPart.RECORDS ? "records" : "definitions",
            rate(System.nanoTime()));
      }
    }

    private long rate(long now) {
      return Math.round(done / Math.max(1e-3, (now - started) / 1e9));
    }
  }
}
