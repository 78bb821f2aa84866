package org.andiron.audit.verification;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.andiron.audit.anchor.TimeStampCheck;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.VerificationKeys;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a log from its first leaf to its last row. What can be checked of a part by itself is
 * done by several threads, the rest in order; memory does not grow with the log.
 */
final class Verifier {

  /** Findings that are kept; others are counted. */
  static final int MOST_FINDINGS = 1_000;

  /** A sealer that runs has sealed a row long before that. */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final VerificationKeys keys;
  private final @Nullable TimeStampCheck stampCheck;
  private final int threads;

  private final List<Finding> findings = new ArrayList<>();
  private long findingCount;

  /**
   * @param keys that are trusted
   * @param stampCheck for the time stamps of the log; null not to check them
   * @param threads that check parts, at least 1
   */
  Verifier(VerificationKeys keys, @Nullable TimeStampCheck stampCheck, int threads) {
    this.keys = keys;
    this.stampCheck = stampCheck;
    this.threads = threads;
  }

  /**
   * Verifies a log; once.
   *
   * @throws UnreadableLogException if it cannot be read
   */
  VerificationReport verify(
      LogSource source, List<SignedTreeHead> anchors, LogVerification.Progress progress)
      throws InterruptedException {
    long start = System.nanoTime();
    LogSource.Origin origin = source.origin();
    RemovedLeaves removed = new RemovedLeaves(source.removals(), origin.time(), this::report);
    RecordedTimes times = new RecordedTimes(this::report);
    HoldCheck holds = new HoldCheck(source.holds(), this::report);
    Chain chain = new Chain(trusted(anchors), removed, times, holds, this::report);
    long[] counts = new long[4];
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "audit-verification");
              thread.setDaemon(true);
              return thread;
            });
    try {
      inOrder(
          workers,
          source.segments(),
          segment -> CheckedSegment.of(segment, keys, stampCheck),
          checked -> {
            checked.findings().forEach(this::report);
            chain.add(checked);
            counts[0] += checked.leaves().size();
            counts[1] += checked.heads().size();
            counts[3] += checked.timeStamps();
            progress.at(counts[0], origin.leaves());
          });
      chain.end();
      Unsealed unsealed = new Unsealed(origin, chain.lastHead(), times, removed, holds);
      inOrder(
          workers, source.unsealed(), unsealed::check, checked -> checked.forEach(this::report));
      counts[2] = unsealed.count();
      removed.check();
      holds.check();
    } finally {
      workers.shutdownNow();
    }
    findings.sort(Finding.ORDER);
    return new VerificationReport(
        counts[0] - removed.count(),
        removed.count(),
        counts[2],
        counts[1],
        anchors.size(),
        counts[3],
        stampCheck != null,
        chain.lastHead().map(SealedHead::signed),
        findings,
        findingCount,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private List<SignedTreeHead> trusted(List<SignedTreeHead> anchors) {
    List<SignedTreeHead> trusted = new ArrayList<>();
    for (SignedTreeHead anchor : anchors) {
      if (keys.verify(anchor)) {
        trusted.add(anchor);
      } else {
        report(
            Finding.of(
                Kind.ANCHOR,
                anchor.head().size(),
                null,
                "the anchored head is not signed by a trusted key"));
      }
    }
    return trusted;
  }

  private void report(Finding finding) {
    findingCount++;
    if (findings.size() < MOST_FINDINGS) {
      findings.add(finding);
    }
  }

  @FunctionalInterface
  private interface Check<T, R> {
    R of(T part);
  }

  /**
   * Reads and checks parts on all workers, and takes what comes of it in the order of the parts.
   */
  private <T, R> void inOrder(
      ExecutorService workers, Iterator<Callable<T>> parts, Check<T, R> check, Consumer<R> with)
      throws InterruptedException {
    Deque<Future<R>> pending = new ArrayDeque<>();
    while (parts.hasNext() || !pending.isEmpty()) {
      while (parts.hasNext() && pending.size() < 2 * threads) {
        Callable<T> part = parts.next();
        pending.add(workers.submit(() -> check.of(part.call())));
      }
      try {
        with.accept(pending.remove().get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnreadableLogException unreadable) {
          throw unreadable;
        }
        throw new UnreadableLogException("the log could not be read: " + e.getCause(), e);
      }
    }
  }

  /** Rows without a leaf. */
  private static final class Unsealed {

    private final LogSource.Origin origin;
    private final RecordedTimes times;
    private final RemovedLeaves removed;
    private final HoldCheck holds;
    private final long watermark;
    private final boolean counting;
    private long count;

    Unsealed(
        LogSource.Origin origin,
        Optional<SealedHead> last,
        RecordedTimes times,
        RemovedLeaves removed,
        HoldCheck holds) {
      this.origin = origin;
      this.times = times;
      this.removed = removed;
      this.holds = holds;
      this.watermark = last.map(SealedHead::watermark).orElse(0L);
      // Not in a database that was restored and has not been sealed since.
      this.counting = Long.compareUnsigned(watermark, origin.xmin()) <= 0;
    }

    synchronized long count() {
      return count;
    }

    List<Finding> check(List<StoredRow> rows) {
      List<Finding> found = new ArrayList<>();
      for (StoredRow row : rows) {
        check(row, found);
      }
      synchronized (this) {
        count += rows.size();
      }
      return found;
    }

    private void check(StoredRow row, List<Finding> found) {
      byte[] content = row.content();
      byte[] salt = row.salt();
      if (content == null || salt == null) {
        found.add(new Finding(Kind.RECORD_ALTERED, null, row.id(), "the content is gone"));
      } else {
        RowCheck.check(row, content, salt, null).ifPresent(found::add);
      }
      Optional<String> reason = whyItShouldBeSealed(row);
      if (reason.isPresent()) {
        found.add(new Finding(Kind.NOT_SEALED, null, row.id(), reason.get()));
      } else {
        times.backDated(row).ifPresent(found::add);
        Optional<RemovalRecord> record = RemovalRecord.of(row, null);
        Optional<HoldRecord> hold = HoldRecord.of(row);
        synchronized (this) {
          record.ifPresent(removed::told);
          hold.ifPresent(holds::told);
        }
      }
    }

    private Optional<String> whyItShouldBeSealed(StoredRow row) {
      if (counting && Long.compareUnsigned(row.xact(), watermark) < 0) {
        return Optional.of("it has no leaf, though all of its time were sealed: it was put in");
      }
      if (counting && Long.compareUnsigned(row.xact(), origin.xmax()) >= 0) {
        return Optional.of("it has no leaf, and the number of a transaction that never was");
      }
      if (!row.recorded().plus(LONGEST_WAIT).isBefore(origin.time())) {
        return Optional.empty();
      }
      return Optional.of(
          (Long.compareUnsigned(row.xact(), origin.xmin()) < 0
                  ? "it was not sealed since %s: nothing vouches for it"
                  : "it could not be sealed since %s, as a transaction stays open: nothing vouches"
                      + " for it")
              .formatted(row.recorded()));
    }
  }
}
