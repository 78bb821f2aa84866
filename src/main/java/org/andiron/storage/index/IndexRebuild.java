package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.storage.index.IndexState.Progress;
import org.andiron.storage.index.IndexWriter.Indexed;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.TransactionException;
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

  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(30);
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration WAIT_AFTER_FAILURE = Duration.ofSeconds(10);

  private final JdbcOperations jdbc;
  private final TransactionTemplate transactions;
  private final FhirContext fhirContext;
  private final IndexExtractor extractor;
  private final IndexWriter writer;
  private final IndexState state;
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

  @Override
  public void stop() {
    running = false;
    Thread worker = thread;
    if (worker != null) {
      worker.interrupt();
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
  }

  /** Makes the index of a part, unless it is whole. */
  private void make(IndexPart part) {
    if (state.progress(part).whole()) {
      return;
    }
    Report report = new Report(part);
    while (running) {
      try {
        Outcome outcome = transactions.execute(status -> batch(part));
        if (outcome instanceof Outcome.Done done) {
          report.add(done.resources());
        } else if (outcome instanceof Outcome.Busy) {
          Thread.sleep(WAIT.toMillis());
        } else {
          report.end();
          return;
        }
      } catch (DataAccessException | TransactionException e) {
        if (part == IndexPart.DEFINITIONS) {
          throw e;
        }
        LOG.warn("The search index could not be written, it is tried again", e);
        try {
          Thread.sleep(WAIT_AFTER_FAILURE.toMillis());
        } catch (InterruptedException stopped) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Outcome batch(IndexPart part) {
    Progress from = state.next(part);
    if (from == null) {
      return new Outcome.Finished();
    }
    List<Long> next =
        jdbc.queryForList(
            "select res_id from hfj_resource where res_id > ? and res_id <= ? and "
                + part.condition()
                + " order by res_id limit "
                + BATCH,
            Long.class,
            from.doneTo(),
            from.endsAt(),
            IndexPart.types());
    if (next.isEmpty()) {
      state.finish(part);
      return new Outcome.Finished();
    }
    List<Long> ours = lockUpToFirstBusy(next);
    if (ours.isEmpty()) {
      return new Outcome.Busy();
    }
    writer.write(indexed(ours), Set.copyOf(ours));
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

  private Map<Long, Indexed> indexed(List<Long> resources) {
    Map<Long, Indexed> indexed = new LinkedHashMap<>();
    jdbc.query(
        "select r.res_id, r.res_type, r.fhir_id, v.res_text_vc from hfj_resource r"
            + " join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver"
            + " where r.res_id = any(?) and r.res_deleted_at is null",
        row -> {
          String type = row.getString(2);
          String id = row.getString(3);
          IBaseResource resource = parsed(type, id, row.getString(4));
          if (resource != null) {
            indexed.put(row.getLong(1), new Indexed(type, extractor.entriesOf(resource)));
          }
        },
        (Object) resources.toArray(Long[]::new));
    return indexed;
  }

  private @Nullable IBaseResource parsed(String type, String id, @Nullable String json) {
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
      return resource;
    } catch (RuntimeException e) {
      // The message may quote the resource.
      LOG.warn(
          "{}/{} cannot be read and is not found by any search ({})",
          type,
          id,
          e.getClass().getSimpleName());
      return null;
    }
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
