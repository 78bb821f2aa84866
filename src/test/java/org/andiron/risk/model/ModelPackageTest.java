package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.andiron.storage.config.ConfigurationFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelPackageTest {

  @TempDir Path configuration;

  /** A change of a file of a shipped model, and what is said of it. */
  private record Fault(String model, String file, String old, String changed, String reason) {

    @Override
    public String toString() {
      return reason;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        card("qsofa", "\"licence\"", "\"license\"", "unknown name \"license\""),
        card("qsofa", "\"version\": \"1.0.0\",", "", "version is missing"),
        card("qsofa", "\"version\": \"1.0.0\"", "\"version\": \" \"", "version must be a string"),
        card("qsofa", "\"id\": \"qsofa\"", "\"id\": \"sofa\"", "id is sofa, but the folder is"),
        card("qsofa", "\"on\": \"2016-02-23\"", "\"on\": \"February\"", "on must be a day"),
        card("qsofa", "\"kind\": \"quantity\"", "\"kind\": \"number\"", "kind must be one of"),
        card(
            "qsofa", "\"from\": 18, \"below\": 130", "\"from\": 18, \"to\": 17", "no number is in"),
        card("qsofa", "\"from\": 18", "\"from\": \"18\"", "from must be a number"),
        card("qsofa", "\"from\": 18", "\"from\": 1e999", "from must be a number"),
        card(
            "qsofa",
            "\"name\": \"altered-mentation\"",
            "\"name\": \"age\"",
            "input age is declared twice"),
        card(
            "qsofa", "\"input\": \"suspected-infection\"", "\"input\": \"x\"", "input must be one"),
        card("qsofa", "\"when\": false", "\"when\": 3", "when is no value of input"),
        card("kfre-4", "\"from\": 0.4", "\"from\": 0.1", "levels must ascend"),
        card("qsofa", "\"from\": 2 ", "\"to\": 2 ", "unknown name \"to\""),
        card(
            "kfre-4",
            "\"id\": \"kidney-failure-5y\"",
            "\"id\": \"kidney-failure-2y\"",
            "outcome kidney-failure-2y is declared twice"),
        card("kfre-4", "\"value\": 2,", "\"value\": 0,", "value must be a whole number"),
        card(
            "kfre-4",
            "\"north-america\": { \"en\": \"USA or Canada\", \"zh\": \"美国或加拿大\" },",
            "",
            "categories must be two or more"),
        card("qsofa", "\"scores\": ", "\"unit\": \"1\", \"scores\": ", "unit is for outcomes with"),
        card("prevent-2023", "\"limits\": { \"age\"", "\"limits\": { \"sex\"", "unknown name"),
        card("prevent-2023", "\"assume\": false", "\"assume\": 0", "assume is no value of input"),
        card("kfre-4", "\"en\": \"female\", ", "", "en is missing"),
        card("qsofa", "\"notice\"", "\"note\"", "unknown name \"note\""),
        card("pce-2013", "\"to\": 130,", "", "a goal of a quantity has from or to"),
        card("pce-2013", "\"to\": 130,", "\"to\": 80,", "to is outside of the range of systolic"),
        card("pce-2013", "\"to\": 130,", "\"is\": 130,", "is is not for quantities"),
        card(
            "pce-2013", "\"is\": false", "\"is\": 0", "is must be a value of input current-smoker"),
        card("pce-2013", "\"is\": false", "\"to\": 0", "to is for quantities"),
        card(
            "has-bled",
            "\"meaning\": { \"en\": \"the INR were stable\", \"zh\": \"患者的 INR 稳定\" },",
            "",
            "meaning is missing"),
        card("findrisc", "\"input\": \"bmi\"", "\"input\": \"weight\"", "weight is no input"),
        card("findrisc", "\"input\": \"bmi\"", "\"input\": \"age\"", "age cannot be changed"),
        card("findrisc", "[\"male\"]", "[\"man\"]", "no value of input sex"),
        equation("kfre-4", "\"kind\"", "\"sort\"", "unknown name \"sort\""),
        equation("pce-2013", "\"kind\": \"linear\"", "\"kind\": \"line\"", "kind must be one of"),
        equation("pce-2013", "\"link\": \"cox\"", "\"link\": \"probit\"", "link must be one of"),
        equation("pce-2013", "\"link\": \"cox\"", "\"link\": \"score\"", "is no score"),
        equation(
            "pce-2013",
            "{ \"input\": \"systolic-blood-pressure\"",
            "{ \"input\": \"systolic-pressure\"",
            "systolic-pressure is no input of model.json"),
        equation("pce-2013", "[\"ln-age\", \"ln-tc\"]", "[\"ln-age\", \"ln-x\"]", "no such factor"),
        equation(
            "pce-2013", "\"coefficient\": 0.661", "\"coefficient\": \"a\"", "must be a number"),
        equation("pce-2013", "0.9665", "1.9665", "baselineSurvival is between 0 and 1"),
        equation("pce-2013", "[\"white\", \"other\"]", "[\"white\"]", "just one stratum must hold"),
        equation("pce-2013", "[\"black\"]", "[\"black\", \"other\"]", "just one stratum must hold"),
        equation("pce-2013", "[\"black\"]", "[\"red\"]", "no value of input race"),
        equation("pce-2013", "\"age\": 55", "\"age\": 155", "no value of input age"),
        equation("pce-2013", "\"age\": 55,", "", "reference must have the inputs of all terms"),
        equation("pce-2013", "\"referenceSource\"", "\"source\"", "unknown name \"source\""),
        equation("pce-2013", "\"steps\": [\"ln\"]", "\"steps\": [\"log\"]", "steps must be one of"),
        equation(
            "kfre-4", "{ \"divide\": 10 }", "{ \"by\": 10 }", "a step with a number has one of"),
        equation("kfre-4", "\"is\": \"male\"", "\"is\": \"m\"", "is must be one of"),
        equation("kfre-4", "\"is\": \"male\", ", "", "inputs of kind category, and no others"),
        equation(
            "meld-3", "\"when\": \"dialysis\"", "\"when\": \"age\"", "is no input of kind truth"),
        equation("ckd-epi-2021", "\"base\": 0.9938", "\"base\": -1", "base must be above 0"),
        equation(
            "lace", "\"below\": 2, \"points\": 1", "\"below\": 1, \"points\": 1", "must ascend"),
        equation("lace", "{ \"points\": 7 }", "{ \"to\": 90, \"points\": 7 }", "bands must ascend"),
        equation(
            "lace",
            "\"input\": \"acute-admission\", \"points\": 3",
            "\"input\": \"acute-admission\", \"bands\": 3",
            "bands is for inputs of kind quantity"),
        equation("news2", "\"alert\": 0, ", "", "alert is missing"),
        equation(
            "hospital", "\"from\": 5, \"to\": 6", "\"from\": 4, \"to\": 6", "rows must ascend"),
        equation("hospital", "0.228", "1.228", "no value of kind probability"));
  }

  private static Fault card(String model, String old, String changed, String reason) {
    return new Fault(model, "model.json", old, changed, reason);
  }

  private static Fault equation(String model, String old, String changed, String reason) {
    return new Fault(model, "equation.json", old, changed, reason);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void namesFilePlaceAndReason(Fault fault) throws IOException {
    Path folder = copy(fault.model());
    Path file = folder.resolve(fault.file());
    String content = Files.readString(file);
    assertThat(content).contains(fault.old());
    int at = content.indexOf(fault.old());
    Files.writeString(
        file,
        content.substring(0, at) + fault.changed() + content.substring(at + fault.old().length()));
    ConfigurationFileException failure = failure(folder);
    assertThat(failure.file()).isEqualTo("risk-models/" + fault.model() + "/" + fault.file());
    assertThat(failure.reason()).contains(fault.reason());
    if (!fault.reason().startsWith("id is")) {
      assertThat(failure.line()).isPositive();
      assertThat(failure.column()).isPositive();
    }
  }

  @Test
  void namesTheLineOfTheFault() throws IOException {
    Path folder = copy("pce-2013");
    Path file = folder.resolve("equation.json");
    List<String> lines = Files.readAllLines(file);
    int line = 0;
    while (!lines.get(line).contains("\"coefficient\": 13.54")) {
      line++;
    }
    lines.set(line, lines.get(line).replace("ln-tc", "ln-ldl"));
    Files.write(file, lines);
    assertThat(failure(folder).line()).isEqualTo(line + 1);
  }

  @ParameterizedTest
  @EnumSource(SourceAttribute.class)
  void needsEachSourceAttribute(SourceAttribute attribute) {
    String without =
        TestCards.json("")
            .replaceFirst(
                "(\"%s\": \\{[^}]*)\"%s\": \"a\""
                    .formatted(attribute.group().code(), attribute.code()),
                "$1\"%s\": \"\"".formatted(attribute.code()));
    assertThat(without).isNotEqualTo(TestCards.json(""));
    assertThatThrownBy(() -> ModelCard.read("model.json", without.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ConfigurationFileException.class)
        .hasMessageContaining(attribute.code() + " must be a string that is not empty");
  }

  @Test
  void needsBothFiles() throws IOException {
    Path folder = copy("qsofa");
    Files.delete(folder.resolve("equation.json"));
    assertThat(failure(folder))
        .hasMessageStartingWith("risk-models/qsofa/equation.json: is missing");
    Files.delete(folder.resolve("model.json"));
    assertThat(failure(folder)).hasMessageStartingWith("risk-models/qsofa/model.json: is missing");
  }

  @Nested
  class Digest {

    private Path folder;

    @BeforeEach
    void copyOfAModel() throws IOException {
      folder = copy("lace");
    }

    @Test
    void isTheSameWhereverTheFilesAre() {
      assertThat(digest(folder)).isEqualTo(digest(Shipped.FOLDER.resolve("lace"))).hasSize(64);
    }

    @Test
    void isAnotherAfterAnyChange() throws IOException {
      String before = digest(folder);
      Files.writeString(
          folder.resolve("model.json"),
          Files.readString(folder.resolve("model.json")).replace("\"1.0.0\"", "\"1.0.1\""));
      String changed = digest(folder);
      Files.writeString(folder.resolve("more.json"), "{}");
      String added = digest(folder);
      Files.move(folder.resolve("more.json"), folder.resolve("other.json"));
      assertThat(List.of(before, changed, added, digest(folder))).doesNotHaveDuplicates();
    }

    /** Computed with Python's hashlib from the definition. */
    @Test
    void isWhatItsDefinitionSays() {
      Map<String, byte[]> files =
          Map.of("b.json", bytes("{}"), "a.json", bytes("[1]\n"), "B.json", bytes(""));
      assertThat(FilesDigest.of(files))
          .isEqualTo("be15abbe9f2a58eba155038607eccfd48b59403b92802e04c9051984f06ec2ce");
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(Path folder) {
      return Shipped.read(folder).digest();
    }
  }

  private Path copy(String model) throws IOException {
    Path folder = Files.createDirectories(configuration.resolve("risk-models").resolve(model));
    try (Stream<Path> files = Files.list(Shipped.FOLDER.resolve(model))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static ConfigurationFileException failure(Path folder) {
    ConfigurationFileException failure =
        catchThrowableOfType(ConfigurationFileException.class, () -> Shipped.read(folder));
    assertThat(failure).isNotNull();
    return failure;
  }
}
