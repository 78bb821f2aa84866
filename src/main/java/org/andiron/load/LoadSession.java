package org.andiron.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

/** One run against one server: puts the parts together and gives the exit code. */
final class LoadSession implements Closeable {

  private final LoadSettings settings;
  private final FhirTarget target;
  private final StopSignal stop;
  private final ServerProbe probe;
  private final Path rejected;
  private final RejectedFile rejectedFile;
  private final LoadState state;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          1,
          task -> {
            Thread thread = new Thread(task, "load-timer");
            thread.setDaemon(true);
            return thread;
          });

  LoadSession(
      LoadSettings settings,
      FhirTarget target,
      StopSignal stop,
      Clock clock,
      Path rejected,
      Path stateFile,
      boolean fresh)
      throws InterruptedException {
    this.settings = settings;
    this.target = target;
    this.stop = stop;
    this.rejected = rejected;
    this.probe = new ServerProbe(target, stop, clock);
    probe.greet();
    this.rejectedFile = new RejectedFile(rejected);
    this.state = LoadState.open(stateFile, target.url(), fresh);
  }

  /** Makes the progress display of a run. */
  @FunctionalInterface
  interface ProgressFactory {
    Progress create(long totalBytes, LoadReport report, ScheduledExecutorService timer);
  }

  /** Sends all levels and prints the summary. */
  int run(
      SourceScanner.Scan scan,
      List<LoadOrder.Level> levels,
      ProgressFactory progressFactory,
      PrintWriter out)
      throws InterruptedException {
    LoadReport report = new LoadReport(rejectedFile);
    scan.rejections().forEach(report::rejected);
    ResumeCheck.Result resume = new ResumeCheck(state, probe, settings.resendUnknown()).run();
    resume.notices().forEach(out::println);
    long bytes = scan.portions().stream().mapToLong(Portion::bytes).sum();
    Progress progress = progressFactory.create(bytes, report, timer);
    reportEarlier(scan, report);
    Courier courier =
        new Courier(
            target,
            settings,
            new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
            stop,
            state,
            probe,
            timer);
    try {
      new LoadRun(settings, courier, state, report, progress, stop, resume.unknown()).run(levels);
    } finally {
      progress.finish();
      out.print(report.summary(progress.elapsed()));
      if (report.rejections() > 0) {
        out.println("Not stored: " + report.rejections() + ", see " + rejected);
      }
    }
    if (stop.requested()) {
      out.println("Interrupted: run the same command again to go on.");
      return LoadCommand.INTERRUPTED;
    }
    return report.complete() ? LoadCommand.STORED : LoadCommand.REJECTED;
  }

  /** What a batch of an earlier run could not store is missing still. */
  private void reportEarlier(SourceScanner.Scan scan, LoadReport report) {
    for (LoadState.Done record : state.records()) {
      boolean asked =
          record.rejected() > 0
              && scan.portions().stream().anyMatch(p -> record.items().touches(p.file()));
      if (asked) {
        report.rejectedEarlier(record.rejected());
      }
    }
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    rejectedFile.close();
    state.close();
  }
}
