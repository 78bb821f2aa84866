package org.andiron.audit.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import org.andiron.audit.retention.Archiving;
import org.andiron.audit.retention.Archiving.Outcome;
import org.andiron.audit.retention.Archiving.Result;
import org.andiron.audit.retention.RetentionPeriod;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code audit archive}: old months leave the log for files, and their proof stays. */
@Command(
    name = "archive",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Write each month of the audit log that is older than the retention into a file of its",
      "own, read that back, and take the month out of the log, which keeps its leaves and tells",
      "of it. Months on hold stay. The files hold personal data."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all that is old enough is archived, or nothing is",
      "1:a month is held, or could not be archived; the line says why",
      "2:wrong usage, no right to do it, or no place to write to"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  audit archive --to /srv/audit-archive --dry-run",
      "  audit archive --to /srv/audit-archive --older-than P10Y"
    })
final class ArchiveCommand extends LogCommand {

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "A folder that is there. No file in it is overwritten.")
  private Path folder = Path.of(".");

  @Option(
      names = "--older-than",
      paramLabel = "PERIOD",
      defaultValue = "${env:ANDIRON_AUDIT_RETENTION:-P6Y}",
      description = {
        "A period of ISO 8601, at least P1Y (also ANDIRON_AUDIT_RETENTION; default:",
        "${DEFAULT-VALUE})."
      })
  private String olderThan = "P6Y";

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Option(names = "--quiet", description = "No progress, only the result.")
  private boolean quiet;

  @Mixin private LogDatabase database = new LogDatabase();

  @Override
  int run() throws InterruptedException {
    RetentionPeriod period = period();
    if (!Files.isDirectory(folder)) {
      throw new UnableException(folder + " is no folder; make it, for its owner alone", null);
    }
    return database.forRetention(role -> archive(new Archiving(role, period), period));
  }

  private RetentionPeriod period() {
    try {
      return RetentionPeriod.parse(olderThan);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), "--older-than: " + e.getMessage(), e);
    }
  }

  private int archive(Archiving archiving, RetentionPeriod period) throws InterruptedException {
    List<YearMonth> months = archiving.due();
    int done = 0;
    int kept = 0;
    for (YearMonth month : months) {
      Outcome outcome = dryRun ? archiving.look(month) : archive(archiving, month);
      out().println(month + ": " + line(outcome));
      out().flush();
      if (outcome.result() == Result.HELD || outcome.result() == Result.REFUSED) {
        kept++;
      } else if (outcome.result() != Result.EMPTY) {
        done++;
      }
    }
    out()
        .printf(
            Locale.ROOT,
            "%d months %s, %d kept; older than %s are %d.%n",
            done,
            dryRun ? "would be archived" : "archived",
            kept,
            period.period(),
            months.size());
    return kept == 0 ? DONE : FINDINGS;
  }

  private Outcome archive(Archiving archiving, YearMonth month) throws InterruptedException {
    RecordProgress progress = new RecordProgress(err(), quiet);
    try {
      return archiving.archive(month, folder, progress::at);
    } finally {
      progress.end();
    }
  }

  private String line(Outcome outcome) {
    @Nullable String rest =
        switch (outcome.result()) {
          case ARCHIVED -> "archived to " + Archiving.file(folder, outcome.month());
          case DUE -> "would be archived to " + Archiving.file(folder, outcome.month());
          case EMPTY -> null;
          case HELD -> "kept by " + outcome.reason();
          case REFUSED -> "kept, because " + outcome.reason();
        };
    return rest == null
        ? "no records"
        : String.format(Locale.ROOT, "%,d records, %s", outcome.records(), rest);
  }
}
