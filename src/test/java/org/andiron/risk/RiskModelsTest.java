package org.andiron.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.andiron.risk.feature.DerivedFeatures;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.learning.MadeUpModel;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RiskModelsTest {

  private static final Path SHIPPED = Path.of("fhir-config", "risk-models");

  @TempDir private Path root;

  private Path model;

  @BeforeEach
  void copyOfOneModel() throws IOException {
    copy(SHIPPED, root.resolve("risk-models"));
    copy(SHIPPED.resolve("code-sets"), root.resolve("risk-models/code-sets"));
    model = root.resolve("risk-models/qsofa");
    copy(SHIPPED.resolve("qsofa"), model);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static RiskModels read(Path folder) {
    ConfigurationFolder configuration = ConfigurationFolder.open(folder);
    return RiskModels.read(
        configuration,
        FeatureLibrary.of(
            RiskModels.shared(configuration),
            DerivedFeatures.standard(),
            new UnitConverter(),
            FhirContext.forR4Cached().newFhirPath()));
  }

  private void refused(String reason) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> read(root))
        .withMessageStartingWith("risk-models/qsofa/")
        .withMessageContaining(reason);
  }

  private void change(String file, String from, String to) throws IOException {
    String before = Files.readString(model.resolve(file));
    assertThat(before).contains(from);
    Files.writeString(model.resolve(file), before.replace(from, to));
  }

  @Test
  void theServerBringsModelsAlong() {
    RiskModels models = read(Path.of("fhir-config"));
    assertThat(models.all())
        .extracting(InstalledModel::id)
        .containsExactly(
            "cardiometabolic-2y",
            "cha2ds2-vasc",
            "ckd-epi-2021",
            "findrisc",
            "framingham-2008",
            "has-bled",
            "hospital",
            "kfre-4",
            "lace",
            "meld-3",
            "news2",
            "pce-2013",
            "prevent-2023",
            "qsofa",
            "readmission-30d");
    assertThat(models.all().stream().filter(it -> it.content().model().card().demonstration()))
        .extracting(InstalledModel::id)
        .containsExactly("cardiometabolic-2y", "readmission-30d");
    assertThat(models.find("pce-2013")).isPresent();
    assertThat(models.find("code-sets")).isEmpty();
  }

  @Test
  void aModelIsTheSameWhereverItsFolderIs() {
    assertThat(read(root).find("qsofa").orElseThrow().content().digest())
        .isEqualTo(read(Path.of("fhir-config")).find("qsofa").orElseThrow().content().digest());
  }

  @Test
  void aModelIsAnotherIfWhatModelsShareIs() throws IOException {
    String before = read(root).find("qsofa").orElseThrow().content().digest();
    Path shared = root.resolve("risk-models/features.json");
    Files.writeString(shared, Files.readString(shared) + "\n");
    String after = read(root).find("qsofa").orElseThrow().content().digest();
    Files.writeString(
        model.resolve("model.json"), Files.readString(model.resolve("model.json")) + "\n");
    assertThat(read(root).find("qsofa").orElseThrow().content().digest())
        .isNotEqualTo(before)
        .isNotEqualTo(after);
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void aModelSaysWhatItTakesOfARecord() throws IOException {
    Files.delete(model.resolve("features.json"));
    refused("features.json: is missing");
  }

  @Test
  void whatIsTakenIsAnInput() throws IOException {
    change("features.json", "\"age\",", "\"age\", \"inr\",");
    refused("no inputs of model.json: inr");
  }

  @Test
  void anInputForWhichNothingIsAssumedIsTaken() throws IOException {
    change("features.json", "\"respiratory-rate\",", "");
    refused("inputs of model.json are not there: respiratory-rate");
  }

  @Test
  void aFeatureThatNobodyHasDefinedIsRefused() throws IOException {
    change("features.json", "\"respiratory-rate\"", "\"breaths\"");
    refused("breaths");
  }

  @Test
  void aLearnedModelIsReadFromItsFolder() throws IOException {
    Path learned = root.resolve("risk-models/made-up");
    Files.createDirectories(learned);
    for (Map.Entry<String, byte[]> file : MadeUpModel.files().entrySet()) {
      Files.write(learned.resolve(file.getKey()), file.getValue());
    }
    assertThat(read(root).find("made-up").orElseThrow().features().features())
        .extracting(FeatureDefinition::name)
        .containsExactly("age");
    byte[] artefact = Files.readAllBytes(learned.resolve("coefficients.json"));
    artefact[artefact.length / 2]++;
    Files.write(learned.resolve("coefficients.json"), artefact);
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> read(root))
        .withMessageStartingWith("risk-models/made-up/coefficients.json: is another file");
  }
}
