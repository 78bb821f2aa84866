package org.andiron.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends level after level, several Bundles at a time within one. */
final class LoadRun {

  /** References in a circle are tried again only for so many entries: they are kept in memory. */
  private static final int MAX_DEFERRED = 100_000;

  private final LoadSettings settings;
  private final Courier courier;
  private final LoadState state;
  private final LoadReport report;
  private final Progress progress;
  private final StopSignal stop;
  private final Items unknown;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final List<Deferred> deferred = new ArrayList<>();
  private boolean deferring;
  private boolean advanced;

  /** An entry refused for now, and what to report if it stays so. */
  private record Deferred(SourceFile file, int index, Rejection rejection) {}

  LoadRun(
      LoadSettings settings,
      Courier courier,
      LoadState state,
      LoadReport report,
      Progress progress,
      StopSignal stop,
      Items unknown) {
    this.settings = settings;
    this.courier = courier;
    this.state = state;
    this.report = report;
    this.progress = progress;
    this.stop = stop;
    this.unknown = unknown;
  }

  /**
   * Sends everything that is not done.
   *
   * @throws LoadException when it makes no sense to go on
   */
  void run(List<LoadOrder.Level> levels) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(settings.concurrency());
    try {
      for (LoadOrder.Level level : levels) {
        send(pool, level, this::firstTime, level.circular());
        while (wantsAgain()) {
          Items again = takeDeferred();
          send(pool, level, (file, index, counts, bytes) -> again.contains(file, index), true);
        }
        rejectDeferred();
        if (stop.requested() || failure.get() != null) {
          break;
        }
      }
    } finally {
      pool.shutdown();
    }
    RuntimeException cause = failure.get();
    if (cause != null) {
      throw cause;
    }
  }

  private boolean firstTime(SourceFile file, int index, Map<String, Long> counts, long bytes) {
    if (state.isDone(file, index)) {
      report.skipped(counts);
      progress.skipped(bytes);
      return false;
    }
    if (unknown.contains(file, index)) {
      report.rejected(
          new Rejection(
              file.label(),
              null,
              file.kind() == SourceFile.Kind.NDJSON ? index : null,
              null,
              null,
              counts,
              true,
              List.of(reason("may be stored by an earlier run; see --resend-unknown"))));
      progress.skipped(bytes);
      return false;
    }
    return true;
  }

  private void send(
      ExecutorService pool, LoadOrder.Level level, Packer.Selection selection, boolean mayDefer)
      throws InterruptedException {
    synchronized (deferred) {
      deferring = mayDefer;
      advanced = false;
    }
    Semaphore free = new Semaphore(settings.concurrency());
    Packer.Sink sink =
        (shipment, after) -> {
          free.acquire();
          pool.execute(
              () -> {
                try {
                  deliver(shipment);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                  failure.compareAndSet(null, e);
                  stop.request();
                } finally {
                  after.run();
                  free.release();
                }
              });
          return !stop.requested() && failure.get() == null;
        };
    try {
      new Packer(settings, selection, sink).pack(level);
    } finally {
      free.acquireUninterruptibly(settings.concurrency());
    }
  }

  private void deliver(Shipment shipment) throws InterruptedException {
    if (failure.get() != null) {
      return;
    }
    Outcome outcome = courier.deliver(shipment);
    if (outcome instanceof Outcome.Delivered delivered) {
      progress.sent(shipment.bytes());
      accept(shipment, delivered.receipt());
    } else if (outcome instanceof Outcome.Refused refused) {
      refuse(shipment, refused);
    } else if (outcome instanceof Outcome.Unknown lost) {
      progress.sent(shipment.bytes());
      report.rejected(shipment.rejection(0, List.of(reason(lost.reason())), true));
    }
  }

  private void accept(Shipment shipment, Receipt receipt) {
    if (!shipment.entries().isEmpty()) {
      acceptEntries(shipment, receipt);
    } else if (receipt.failed().isEmpty()) {
      state.done(shipment.items(), receipt.witness(), 0);
    } else {
      // Sending the file again would repeat the entries that went well, unless that does no harm.
      if (!shipment.repeatable()) {
        state.done(shipment.items(), receipt.witness(), receipt.failed().size());
      }
      shipment.rejections(receipt.failed()).forEach(report::rejected);
    }
    report.stored(receipt.stored());
    synchronized (deferred) {
      advanced |= !receipt.stored().isEmpty();
    }
  }

  private void acceptEntries(Shipment shipment, Receipt receipt) {
    List<Entry> entries = shipment.entries();
    Map<Integer, Receipt.Failed> failed = new HashMap<>();
    receipt.failed().forEach(each -> failed.put(each.index(), each));
    int answered = receipt.entries() == 0 ? entries.size() : receipt.entries();
    List<Entry> done = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Receipt.Failed refusal = failed.get(i);
      if (refusal != null) {
        refuse(entries.get(i), refusal.status(), refusal.issues());
      } else if (i >= answered) {
        refuse(entries.get(i), 0, List.of(reason("the server did not answer for this entry")));
      } else {
        done.add(entries.get(i));
      }
    }
    state.done(Items.of(done), receipt.witness(), 0);
  }

  /** Finds the culprit in a Bundle of ours by smaller and smaller Bundles. */
  private void refuse(Shipment shipment, Outcome.Refused refused) throws InterruptedException {
    List<Entry> entries = shipment.entries();
    if (entries.size() > 1) {
      if (shipment.atomic() && refused.status() != 413) {
        deliver(Shipment.ofEntries(entries, false));
      } else {
        int half = entries.size() / 2;
        deliver(Shipment.ofEntries(entries.subList(0, half), shipment.atomic()));
        deliver(Shipment.ofEntries(entries.subList(half, entries.size()), shipment.atomic()));
      }
      return;
    }
    progress.sent(shipment.bytes());
    if (entries.isEmpty()) {
      report.rejected(shipment.rejection(refused.status(), refused.issues(), false));
    } else {
      refuse(entries.get(0), refused.status(), refused.issues());
    }
  }

  private void refuse(Entry entry, int status, List<Rejection.Issue> issues) {
    Rejection rejection = entry.rejection(status, issues, false);
    synchronized (deferred) {
      if (deferring && deferred.size() < MAX_DEFERRED) {
        deferred.add(new Deferred(entry.file(), entry.index(), rejection));
        return;
      }
    }
    report.rejected(rejection);
  }

  /** Whether something stored meanwhile may have mended what was refused. */
  private boolean wantsAgain() {
    synchronized (deferred) {
      return advanced && !deferred.isEmpty() && !stop.requested() && failure.get() == null;
    }
  }

  private Items takeDeferred() {
    synchronized (deferred) {
      Items items = new Items();
      deferred.forEach(each -> items.add(each.file().sha256(), each.index()));
      deferred.clear();
      return items;
    }
  }

  private void rejectDeferred() {
    synchronized (deferred) {
      deferred.forEach(each -> report.rejected(each.rejection()));
      deferred.clear();
    }
  }

  private static Rejection.Issue reason(String text) {
    return new Rejection.Issue("error", "incomplete", text, null);
  }
}
