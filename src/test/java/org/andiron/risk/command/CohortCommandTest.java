package org.andiron.risk.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.risk.cohort.CohortTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code risk cohort} on a folder of records. */
class CohortCommandTest {

  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  /** 15 old women who stay three weeks, and 12 young men who stay a day. */
  @BeforeEach
  void write() throws IOException {
    Path records = Files.createDirectory(folder.resolve("records"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 27; i++) {
      boolean old = i < 15;
      lines.append(
          json(
              "{'resourceType':'Patient','id':'p%d','birthDate':'%d-01-01','gender':'%s'}",
              i, (old ? 1930 : 1990) + i % 5, old ? "female" : "male"));
      lines.append(encounter(i, "v", "AMB", "2015-01-01", "2015-01-01"));
      lines.append(encounter(i, "s", "IMP", "2018-03-01", old ? "2018-03-21" : "2018-03-02"));
      lines.append(encounter(i, "w", "AMB", "2019-01-01", "2019-01-01"));
    }
    Files.writeString(records.resolve("all.ndjson"), lines);
  }

  private static String encounter(int i, String id, String actCode, String from, String to) {
    return json(
        "{'resourceType':'Encounter','id':'%s%d','status':'finished','class':{'system':'%s','code':'%s'},'subject':{'reference':'Patient/p%d'},'period':{'start':'%sT08:00:00Z','end':'%sT09:00:00Z'}}",
        id, i, ACT_CODE, actCode, i, from, to);
  }

  private static String json(String text, Object... values) {
    return text.replace('\'', '"').formatted(values) + "\n";
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private int run(String... more) {
    CommandLine line =
        CohortCommand.create(
            dataDirectory -> Optional.empty(), (server, data, key) -> CohortTokens.NONE);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("--quiet", "--definition", "readmission-30d"));
    all.addAll(List.of(more));
    if (!all.contains("--work")) {
      all.addAll(List.of("--work", at("work")));
    }
    return line.execute(all.toArray(String[]::new));
  }

  private int look(String... more) {
    List<String> all = new ArrayList<>(List.of("--from", at("records")));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  @Test
  void pageAndFiguresAreWritten() throws IOException {
    assertThat(look("--out", at("look"))).as(err.toString()).isZero();

    assertThat(out.toString())
        .containsPattern("Patients +27\\R")
        .contains("Segments: 2, mean silhouette", "  1: 15 patients", "  2: 12 patients")
        .contains("Look at " + folder.resolve("look/cohort.html"));
    try (Stream<Path> files = Files.list(folder.resolve("look"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("cohort.json", "cohort.html", "cohort.zh-CN.html");
    }
    assertThat(Files.readString(folder.resolve("look/cohort.html")))
        .contains("A look at the cohort: Unplanned readmission", "15 patients");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theSameRecordsKeyAndSeedGiveTheSameFiles() throws IOException {
    look("--out", at("one"));
    assertThat(
            look(
                "--out",
                at("two"),
                "--work",
                at("other"),
                "--pseudonym-key",
                at("work/pseudonym.key")))
        .as(err.toString())
        .isZero();
    for (String file : List.of("cohort.json", "cohort.html", "cohort.zh-CN.html")) {
      assertThat(folder.resolve("two").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
    }
  }

  @Test
  void whatTrainCollectedIsNotCollectedAgain() throws IOException {
    CommandLine train =
        TrainCommand.create(
            dataDirectory -> Optional.empty(), (server, data, key) -> CohortTokens.NONE);
    train.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
    assertThat(
            train.execute(
                "--quiet",
                "--definition",
                "readmission-30d",
                "--from",
                at("records"),
                "--work",
                at("work"),
                "--collect-only"))
        .as(err.toString())
        .isZero();
    Path portion = folder.resolve("work/collected/patients-000001.ndjson");
    FileTime written = Files.getLastModifiedTime(portion);

    assertThat(look("--out", at("look"))).as(err.toString()).isZero();
    assertThat(out.toString()).contains("  1: 15 patients");
    assertThat(Files.getLastModifiedTime(portion)).isEqualTo(written);
    assertThat(folder.resolve("work/collected/patients-000002.ndjson")).doesNotExist();
  }

  @Test
  void tooFewPatientsAreToldApartFromWhatCannotBeUsed() {
    assertThat(look("--segments", "3", "--out", at("look"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("risk cohort: there are too few patients with an example: 27, but 33 are needed");
    assertThat(folder.resolve("look")).doesNotExist();
  }

  @Test
  void wrongUsageIsToldBeforeAnythingIsCollected() {
    assertThat(look("--segments", "9")).isEqualTo(2);
    assertThat(err.toString()).contains("--segments must be 2 to 8, not 9");
    assertThat(run()).isEqualTo(2);
    assertThat(run("--from", at("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("--from must be a folder");
    assertThat(look("--out", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is not empty: give another --out");
  }
}
