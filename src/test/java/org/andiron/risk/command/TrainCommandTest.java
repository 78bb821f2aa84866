package org.andiron.risk.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.risk.cohort.CohortTokens;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.Learning;
import org.andiron.risk.training.TrainingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code risk train} with a learning that writes what it is given. */
class TrainCommandTest {

  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private final List<CollectedSet> learned = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path records;

  @BeforeEach
  void write() throws IOException {
    records = Files.createDirectory(folder.resolve("records"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      lines.append(
          json(
              "{'resourceType':'Patient','id':'p%d','birthDate':'1950-01-01','gender':'female'}",
              i));
      lines.append(encounter(i, "v", "AMB", "2015-01-01T08:00:00Z", "2015-01-01T09:00:00Z"));
      lines.append(encounter(i, "w", "AMB", "2019-01-01T08:00:00Z", "2019-01-01T09:00:00Z"));
      if (i > 0) {
        lines.append(encounter(i, "s", "IMP", "2018-03-01T08:00:00Z", "2018-03-05T08:00:00Z"));
      }
      if (i > 3) {
        lines.append(encounter(i, "r", "IMP", "2018-03-20T08:00:00Z", "2018-03-25T08:00:00Z"));
      }
    }
    Files.writeString(records.resolve("all.ndjson"), lines);
  }

  private static String encounter(int i, String id, String actCode, String from, String to) {
    return json(
        "{'resourceType':'Encounter','id':'%s%d','status':'finished','class':{'system':'%s','code':'%s'},'subject':{'reference':'Patient/p%d'},'period':{'start':'%s','end':'%s'}}",
        id, i, ACT_CODE, actCode, i, from, to);
  }

  private static String json(String text, Object... values) {
    return text.replace('\'', '"').formatted(values) + "\n";
  }

  private int run(String... arguments) {
    return run(
        (definition, collected, progress) -> {
          learned.add(collected);
          return Map.of("model.json", collected.sha256().getBytes(StandardCharsets.UTF_8));
        },
        arguments);
  }

  private int run(Learning learning, String... arguments) {
    CommandLine line =
        TrainCommand.create(
            steps -> learning,
            dataDirectory -> Optional.empty(),
            (server, dataDirectory, key) -> CohortTokens.NONE);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("--quiet"));
    all.addAll(List.of(arguments));
    return line.execute(all.toArray(String[]::new));
  }

  private int train(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--definition",
                "readmission-30d",
                "--from",
                records.toString(),
                "--work",
                at("work")));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aModelIsWrittenAndTheFlowIsShown() throws Exception {
    assertThat(train("--out", at("model"))).isZero();

    CollectedSet collected = learned.get(0);
    // Six patients with a stay, of whom three came back; their second stays are examples too.
    assertThat(collected.flow().patients()).isEqualTo(7);
    assertThat(collected.flow().examples()).isEqualTo(9);
    assertThat(collected.flow().events()).isEqualTo(3);
    assertThat(folder.resolve("model/model.json")).hasContent(collected.sha256());
    assertThat(out.toString())
        .containsPattern("Patients +7\\R +without: no index +1\\R")
        .containsPattern("Index times +9\\R")
        .containsPattern("Examples +9\\R +of patients +6\\R +with unplanned-readmission-30d +3\\R")
        .contains("SHA-256 of the data: " + collected.sha256())
        .contains("The model is in " + at("model"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theSameKeyGivesTheSameDataFromAnotherWorkFolder() {
    train("--out", at("one"), "--pseudonym-key", at("key"));
    assertThat(
            run(
                "--definition",
                "fhir-config/risk-training/readmission-30d.json",
                "--from",
                records.toString(),
                "--work",
                at("other"),
                "--out",
                at("two"),
                "--pseudonym-key",
                at("key")))
        .isZero();

    assertThat(learned.get(1)).isEqualTo(learned.get(0));
  }

  @Test
  void aSecondRunGoesOnWithWhatIsThere() throws Exception {
    train("--collect-only");
    assertThat(learned).isEmpty();
    Path portion = folder.resolve("work/collected/patients-000001.ndjson");
    FileTime written = Files.getLastModifiedTime(portion);

    assertThat(train("--out", at("model"))).isZero();

    assertThat(learned.get(0).flow().patients()).isEqualTo(7);
    assertThat(Files.getLastModifiedTime(portion)).isEqualTo(written);
    assertThat(folder.resolve("work/collected/patients-000002.ndjson")).doesNotExist();
  }

  @Test
  void theWorkFolderIsForItsOwnerAlone() throws Exception {
    train("--collect-only");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("work"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("work/pseudonym.key"))))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("work/spool")).doesNotExist();
  }

  @Test
  void anotherCohortNeedsAnotherWorkFolder() throws Exception {
    train("--collect-only");
    records = Files.createDirectory(folder.resolve("other"));
    Files.writeString(records.resolve("p.json"), "{\"resourceType\":\"Patient\",\"id\":\"p\"}");

    assertThat(train("--collect-only")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("risk train: ")
        .contains("give another folder or delete it");
  }

  @Test
  void aModelIsNeverWrittenOver() throws Exception {
    Files.createDirectory(folder.resolve("model"));
    Files.writeString(folder.resolve("model/mine.txt"), "mine");

    assertThat(train("--out", at("model"))).isEqualTo(2);

    assertThat(err.toString()).contains("is not empty: give another --out");
    assertThat(learned).isEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("model"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("mine.txt");
    }
  }

  @Test
  void nothingLearnedIsToldApartFromWhatCannotBeUsed() {
    int code =
        run(
            (definition, collected, progress) -> {
              throw new TrainingException("3 events are too few: at least 10 are needed");
            },
            "--definition",
            "readmission-30d",
            "--from",
            records.toString(),
            "--work",
            at("work"),
            "--out",
            at("model"));

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("risk train: 3 events are too few: at least 10 are needed");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void whatCannotBeUsedIsSaidInALine() throws Exception {
    assertThat(run("--definition", "no-such", "--from", records.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("there is no file no-such, and no risk-training/no-such.json");

    Files.writeString(folder.resolve("bad.json"), "{\"sede\": 1}");
    assertThat(run("--definition", at("bad.json"), "--from", records.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(at("bad.json") + ": 'sede' has no meaning here");

    assertThat(
            run(
                "--definition",
                "readmission-30d",
                "--from",
                at("none"),
                "--work",
                at("w"),
                "--out",
                at("o")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--from must be a folder");

    assertThat(
            run(
                "--definition",
                "readmission-30d",
                "--cohort",
                "Group/1",
                "--work",
                at("x"),
                "--out",
                at("o"),
                "--data-directory",
                at("data")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no server runs on " + at("data"));

    Files.writeString(folder.resolve("key"), "no key");
    assertThat(train("--pseudonym-key", at("key"), "--collect-only")).isEqualTo(2);
    assertThat(err.toString()).contains("is no key: it must have 64 hexadecimal digits");
  }

  @Test
  void aCohortComesFromOnePlace() {
    assertThat(run("--definition", "readmission-30d")).isEqualTo(2);
    assertThat(train("--cohort", "Group/1")).isEqualTo(2);
    assertThat(err.toString()).contains("--cohort").contains("--from");
  }

  @Test
  void aStopIsToldToWhateverTellsOfProgress() {
    StoppableProgress progress = new StoppableProgress(new PrintWriter(err), true);
    progress.stop();

    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> progress.at("x", 1, 2));
    assertThat(StoppableProgress.text("Reading files", 1, 4))
        .isEqualTo("[=======                       ]  25%  Reading files: 1 of 4");
  }
}
