package org.andiron.audit.command;

import static org.andiron.audit.retention.OldLog.FEBRUARY;
import static org.andiron.audit.retention.OldLog.JANUARY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.retention.OldLog;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Archives and holds, as they are typed, against a database that runs. */
@Timeout(180)
class RetentionCommandIT {

  @TempDir private Path temporary;

  private record Ran(int exitCode, String out, String err) {}

  private Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-directory", temporary.resolve("data").toString()));
    int exitCode =
        AuditCommand.create()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Ran(exitCode, out.toString(), err.toString());
  }

  private Ran verify(Path... archives) {
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", "--quiet", "--key-directory", temporary.resolve("keys").toString()));
    for (Path archive : archives) {
      arguments.addAll(List.of("--archive", archive.toString()));
    }
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void aLogGetsOlder() throws Exception {
    try (AuditCluster cluster = new AuditCluster(temporary.resolve("data"));
        AuditDatabase database = cluster.migrated()) {
      OldLog log = new OldLog(database, temporary.resolve("keys").resolve("audit-signing-key.pem"));
      log.add(JANUARY, 1_200, 1);
      log.add(FEBRUARY, 30, 5_001);
      log.addNow(10);
      String folder = Files.createDirectory(temporary.resolve("archive")).toString();
      Path january = Path.of(folder, "andiron-audit-2018-01.ndjson.gz");
      Path february = Path.of(folder, "andiron-audit-2018-02.ndjson.gz");

      Ran placed = run("hold", "place", "--patient", "p5003", "--reason", "Case 4711");
      assertThat(placed.err()).isEmpty();
      assertThat(placed.exitCode()).isZero();
      String hold = placed.out().strip();
      assertThat(run("hold", "list").out())
          .startsWith(hold + "  ..  Patient/p5003  placed ")
          .endsWith(" by postgres: Case 4711%n".formatted());

      Ran dry = run("archive", "--to", folder, "--dry-run");
      assertThat(dry.err()).isEmpty();
      assertThat(dry.out().lines())
          .containsExactly(
              "2018-01: 1,200 records, would be archived to " + january,
              "2018-02: 30 records, kept by hold " + hold + " (Case 4711)",
              "1 months would be archived, 1 kept; older than P6Y are 2.");
      assertThat(dry.exitCode()).isEqualTo(1);
      assertThat(Path.of(folder)).isEmptyDirectory();

      Ran archived = run("archive", "--to", folder);
      assertThat(archived.err()).isEmpty();
      assertThat(archived.out().lines())
          .containsExactly(
              "2018-01: 1,200 records, archived to " + january,
              "2018-02: 30 records, kept by hold " + hold + " (Case 4711)",
              "1 months archived, 1 kept; older than P6Y are 2.");
      assertThat(archived.exitCode()).isEqualTo(1);

      assertThat(run("hold", "lift", hold, "--reason", "closed").exitCode()).isZero();
      assertThat(run("hold", "list").out()).isEmpty();
      assertThat(run("hold", "list", "--all").out()).contains("lifted", ": closed");
      Ran rest = run("archive", "--to", folder, "--older-than", "P5Y");
      assertThat(rest.out().lines())
          .containsExactly(
              "2018-02: 30 records, archived to " + february,
              "1 months archived, 0 kept; older than P5Y are 1.");
      assertThat(rest.exitCode()).isZero();
      Ran nothing = run("archive", "--to", folder);
      assertThat(nothing.out())
          .isEqualTo("0 months archived, 0 kept; older than P6Y are 0.%n".formatted());
      assertThat(nothing.exitCode()).isZero();

      log.sealNow();
      Ran verified = verify(january, february);
      assertThat(verified.err()).isEmpty();
      assertThat(verified.out())
          .contains("14 records,", "1,230 removed by retention")
          .endsWith("All holds.%n".formatted());
      assertThat(verified.exitCode()).isZero();

      Path altered =
          OldLog.altered(
              february,
              lines -> {
                lines.set(3, lines.get(3).replace("nina", "nona"));
                return lines;
              });
      Ran found = verify(january, altered);
      assertThat(found.exitCode()).isEqualTo(1);
      assertThat(found.out()).contains("leaf 1202, record ", ": in " + altered + ": the content");

      Path wrong = Files.writeString(temporary.resolve("wrong"), "wrong");
      Ran unable = verify(wrong);
      assertThat(unable.exitCode()).isEqualTo(2);
      assertThat(unable.err()).contains(wrong + " is damaged, or no archive");
    }
  }

  @Test
  void whatCannotBeDoneIsTold() {
    String folder = temporary.toString();
    assertThat(run("archive", "--to", temporary.resolve("none").toString()).err())
        .contains("is no folder");
    Ran nowhere = run("archive", "--to", folder);
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("no server runs on");
    Ran young = run("archive", "--to", folder, "--older-than", "P1M");
    assertThat(young.exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(young.err()).contains("--older-than: the retention must be one year");
    assertThat(run("hold", "place").exitCode()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run("hold", "place", "--reason", " ").exitCode()).isEqualTo(2);
    assertThat(run("hold", "place", "--reason", "x", "--patient", "Patient/1").err())
        .contains("logical id");
    assertThat(run("hold", "lift", "x", "--reason", "x").exitCode()).isEqualTo(2);
  }
}
