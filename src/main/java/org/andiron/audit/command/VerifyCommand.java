package org.andiron.audit.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.andiron.audit.anchor.TimeStampCheck;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.verification.Finding;
import org.andiron.audit.verification.LogVerification;
import org.andiron.audit.verification.VerificationReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code audit verify}: whether the log is as it was recorded. */
@Command(
    name = "verify",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Check every record, leaf and signed head of the audit log, and anchored heads, in the",
      "database of a server or in a dump. Says which record is not as it was, and how."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all holds",
      "1:something was altered, in the log or in an archive",
      "2:wrong usage, or the log cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  audit verify",
      "  audit verify --anchors anchors.ndjson",
      "  audit verify --dump audit.ndjson.gz --public-key audit-public-key.pem",
      "  audit verify --archive andiron-audit-2020-03.ndjson.gz"
    })
final class VerifyCommand extends LogCommand {

  @Option(
      names = "--dump",
      paramLabel = "FILE",
      description = "Verify this dump, of 'audit dump', in place of a database.")
  private @Nullable Path dump;

  @Option(
      names = "--anchors",
      paramLabel = "FILE",
      description = {
        "Heads that were kept elsewhere, one JSON object a line; may be repeated. Else, but with",
        "--dump, the file ANDIRON_AUDIT_ANCHORS_FILE, as in andiron.audit.anchors.file."
      })
  private List<Path> anchorFiles = new ArrayList<>();

  @Option(
      names = "--configured-anchors",
      hidden = true,
      defaultValue = "${env:ANDIRON_AUDIT_ANCHORS_FILE}")
  private @Nullable Path configuredAnchors;

  @Option(
      names = "--time-stamp-certificates",
      paramLabel = "FILE",
      defaultValue = "${env:ANDIRON_AUDIT_ANCHORS_TIMESTAMPCERTIFICATES}",
      description = {
        "Certificates, in PEM, that are trusted to issue that of the time stamp service, as in",
        "andiron.audit.anchors.time-stamp-certificates."
      })
  private @Nullable Path certificates;

  @Option(
      names = "--archive",
      paramLabel = "FILE",
      description = {
        "Check that this file, of 'audit archive', is what the log says was removed;",
        "may be repeated."
      })
  private List<Path> archives = new ArrayList<>();

  @Mixin private TrustedKeys keys = new TrustedKeys();

  @Mixin private LogDatabase database = new LogDatabase();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Parts checked at a time, 1 to 64 (default: the number of processors).")
  private int threads = Math.min(64, Runtime.getRuntime().availableProcessors());

  @Option(names = "--quiet", description = "No progress, only the result.")
  private boolean quiet;

  @Override
  int run() throws InterruptedException {
    if (threads < 1 || threads > 64) {
      throw new ParameterException(spec().commandLine(), "--threads must be 1 to 64");
    }
    if (dump != null && !keys.named()) {
      // What comes with the log says nothing of who signed it.
      throw new ParameterException(spec().commandLine(), "--dump needs --public-key");
    }
    List<SignedTreeHead> anchors = new ArrayList<>();
    anchorFiles().forEach(it -> anchors.addAll(LogVerification.anchorsIn(it)));
    VerificationReport report =
        verify(new LogVerification(keys.read(), anchors, stampCheck(), archives));
    show(report);
    return report.holds() ? DONE : FINDINGS;
  }

  /** A dump is older than what a server has anchored since. */
  private List<Path> anchorFiles() {
    Path configured = configuredAnchors;
    return anchorFiles.isEmpty() && configured != null && dump == null
        ? List.of(configured)
        : anchorFiles;
  }

  private @Nullable TimeStampCheck stampCheck() {
    Path file = certificates;
    try {
      return file == null ? null : TimeStampCheck.trusting(file);
    } catch (IOException e) {
      throw new UnableException("cannot use " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private VerificationReport verify(LogVerification verification) throws InterruptedException {
    RecordProgress progress = new RecordProgress(err(), quiet);
    Path file = dump;
    try {
      return file == null
          ? database.connected(
              threads, connections -> verification.ofDatabase(connections, progress::at))
          : verification.ofDump(file, threads, progress::at);
    } finally {
      progress.end();
    }
  }

  private void show(VerificationReport report) {
    for (Finding finding : report.findings()) {
      out().println(finding);
    }
    long more = report.findingCount() - report.findings().size();
    if (more > 0) {
      out().printf(Locale.ROOT, "and %,d more%n", more);
    }
    out()
        .printf(
            Locale.ROOT,
            "%,d records, %,d signed heads, %,d anchors; %,d records not sealed yet, %,d removed by"
                + " retention; %,d records/s%n",
            report.records(),
            report.heads(),
            report.anchors(),
            report.waiting(),
            report.removed(),
            report.recordsPerSecond());
    if (report.timeStampsChecked() || report.timeStamps() > 0) {
      out()
          .printf(
              Locale.ROOT,
              report.timeStampsChecked()
                  ? "%,d time stamps checked%n"
                  : "%,d time stamps not checked: give --time-stamp-certificates%n",
              report.timeStamps());
    }
    if (report.anchors() == 0) {
      out()
          .println(
              "no anchors given: that the end was cut off, an older copy put back, or all written"
                  + " anew with the key is not seen; give --anchors");
    }
    report.head().map(SignedTreeHead::head).ifPresent(this::show);
    out()
        .println(
            report.holds()
                ? "All holds."
                : String.format(
                    Locale.ROOT, "The log was altered: %,d findings.", report.findingCount()));
  }

  private void show(TreeHead head) {
    out()
        .printf(
            Locale.ROOT,
            "Last head: %,d records at %s, root %s%n",
            head.size(),
            head.time(),
            head.root());
  }
}
