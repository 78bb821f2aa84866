package org.andiron.risk.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.andiron.risk.feature.DerivedFeatures;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.FeatureExtractor;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.TrainingException;
import org.andiron.testsupport.SyntheaCohort;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records come out of files whole, whatever the files look like. */
class FolderCohortTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
  private static final UnitConverter CONVERTER = new UnitConverter();
  private static final FeatureExtractor ALL = all();

  @TempDir private Path folder;

  private static FeatureExtractor all() {
    Path root = Path.of("fhir-config", "risk-models");
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> found = Files.walk(root, 2)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FeatureLibrary library =
        FeatureLibrary.of(files, DerivedFeatures.standard(), CONVERTER, CONTEXT.newFhirPath());
    return new FeatureExtractor(library.select(List.copyOf(library.names())), CONVERTER);
  }

  /** What is read, by patient; null for a record that cannot be read. */
  private static final class Read implements CohortSource.Sink {
    final Map<String, FeatureVector> vectors = new TreeMap<>();
    final List<String> unreadable = new ArrayList<>();

    @Override
    public void record(String patientId, PatientRecord record) {
      Extraction extraction = ALL.extract(record, END);
      assertThat(vectors.put(patientId, extraction.vector())).as("once").isNull();
    }

    @Override
    public void unreadable(String patientId) {
      unreadable.add(patientId);
    }

    @Override
    public void refused(String patientId) {
      throw new AssertionError("refused");
    }
  }

  private Read read(Path from) throws InterruptedException {
    return read(from, id -> true);
  }

  private Read read(Path from, Predicate<String> wanted) throws InterruptedException {
    Read read = new Read();
    cohort(from).read(wanted, read);
    assertThat(folder.resolve("spool")).doesNotExist();
    return read;
  }

  private FolderCohort cohort(Path from) {
    return new FolderCohort(from, folder.resolve("spool"), CONTEXT, (step, done, all) -> {});
  }

  private static List<Bundle> synthea() throws IOException {
    List<Bundle> bundles = new ArrayList<>();
    for (Path file : ResourceFiles.in(SyntheaCohort.folder())) {
      try (Reader reader =
          new InputStreamReader(
              new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
        bundles.add(CONTEXT.newJsonParser().parseResource(Bundle.class, reader));
      }
    }
    return bundles;
  }

  @Test
  void bundlesOfSyntheaGiveWhatTheyGiveWhenReadWhole() throws Exception {
    Map<String, FeatureVector> expected = new TreeMap<>();
    for (Bundle bundle : synthea()) {
      List<Resource> resources =
          bundle.getEntry().stream().map(Bundle.BundleEntryComponent::getResource).toList();
      for (Resource resource : resources) {
        if (resource instanceof Patient) {
          String id = resource.getIdElement().getIdPart();
          expected.put(
              id.replace("urn:uuid:", ""),
              ALL.extract(PatientRecord.of(id, resources), END).vector());
        }
      }
    }

    Read read = read(SyntheaCohort.folder());

    assertThat(expected).hasSize(5);
    assertThat(read.unreadable).isEmpty();
    // What is found by the Encounter that a resource names is found now, as on a server.
    assertThat(read.vectors.keySet()).isEqualTo(expected.keySet());
    read.vectors.forEach(
        (id, vector) -> {
          Map<String, Object> found = new TreeMap<>(vector.values());
          Map<String, Object> whole = new TreeMap<>(expected.get(id).values());
          found.remove("procedure-during-stay");
          whole.remove("procedure-during-stay");
          assertThat(found).isEqualTo(whole);
        });
  }

  @Test
  void ndjsonByTypeGivesTheSame() throws Exception {
    Path out = Files.createDirectory(folder.resolve("ndjson"));
    Map<String, StringBuilder> byType = new TreeMap<>();
    for (Path file : ResourceFiles.in(SyntheaCohort.folder())) {
      ResourceFiles.read(
          file,
          resource -> {
            Subject.resolve(resource);
            byType
                .computeIfAbsent(resource.get("resourceType").asText(), type -> new StringBuilder())
                .append(resource)
                .append('\n');
          });
    }
    for (Map.Entry<String, StringBuilder> type : byType.entrySet()) {
      try (Writer writer =
          new OutputStreamWriter(
              new GZIPOutputStream(
                  Files.newOutputStream(out.resolve(type.getKey() + ".ndjson.gz"))),
              StandardCharsets.UTF_8)) {
        writer.append(type.getValue());
      }
    }

    assertThat(read(out).vectors).isEqualTo(read(SyntheaCohort.folder()).vectors);
  }

  @Test
  void onlyThoseWantedAreGiven() throws Exception {
    String one = read(SyntheaCohort.folder()).vectors.keySet().iterator().next();

    assertThat(read(SyntheaCohort.folder(), id -> !id.equals(one)).vectors)
        .hasSize(4)
        .doesNotContainKey(one);
  }

  @Test
  void medicationsOfOtherFilesAndUrnsAreResolved() throws Exception {
    write(
        "a.ndjson",
        "{\"resourceType\":\"MedicationRequest\",\"id\":\"m\",\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/p\"},\"authoredOn\":\"2025-06-01\",\"medicationReference\":{\"reference\":\"urn:uuid:d\"}}");
    write(
        "b.json",
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"fullUrl\":\"urn:uuid:d\",\"resource\":{\"resourceType\":\"Medication\",\"code\":{\"coding\":[{\"system\":\"http://www.nlm.nih.gov/research/umls/rxnorm\",\"code\":\"83367\"}]}}}]}");
    write("c.json", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");

    assertThat(read(folder).vectors.get("p").get("statin")).contains(new Truth(true));
  }

  @Test
  void whatIsOfNobodyIsCountedAndARecordWithoutPatientToldOf() throws Exception {
    write("a.json", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    write(
        "b.ndjson",
        "{\"resourceType\":\"Condition\",\"id\":\"1\",\"subject\":{\"reference\":\"Patient/other\"}}\n"
            + "{\"resourceType\":\"Condition\",\"id\":\"2\",\"subject\":{\"reference\":\"http://elsewhere.example.org/fhir/Patient/p\"}}\n"
            + "{\"resourceType\":\"Observation\",\"id\":\"3\",\"subject\":{\"reference\":\"Group/p\"}}\n"
            + "{\"resourceType\":\"Organization\",\"id\":\"4\"}\n");
    Read read = new Read();
    FolderCohort cohort = cohort(folder);

    cohort.read(id -> true, read);

    assertThat(read.vectors).containsOnlyKeys("p");
    assertThat(read.unreadable).containsExactly("other");
    assertThat(cohort.nobodys()).isEqualTo(2);
  }

  @Test
  void aRecordThatIsNoFhirIsToldOf() throws Exception {
    write(
        "a.ndjson",
        "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n"
            + "{\"resourceType\":\"Patient\",\"id\":\"q\",\"birthDate\":\"yesterday\"}\n");

    Read read = read(folder);

    assertThat(read.vectors).containsOnlyKeys("p");
    assertThat(read.unreadable).containsExactly("q");
  }

  @Test
  void aFileThatIsNoJsonIsNamedWithoutItsContent() throws Exception {
    write("a.ndjson", "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n{\"secret\": nonsense}\n");

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> read(folder))
        .withMessage(folder.resolve("a.ndjson") + ", line 2: is no JSON; mend it or take it away");
    assertThat(folder.resolve("spool")).doesNotExist();
  }

  @Test
  void aFileThatIsNoResourceOrNoFileIsToldOf() throws Exception {
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> read(folder))
        .withMessageContaining("has no files that end in .json");
    write("a.json", "{\"name\": \"x\"}");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> read(folder))
        .withMessageContaining("a.json: is no resource; take it away");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void namesOfFilesDecideWhatIsRead() throws Exception {
    write("a.json", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    write("README.md", "no JSON");
    Files.createDirectory(folder.resolve("below"));
    write("below/b.ndjson", "{\"resourceType\":\"Patient\",\"id\":\"q\"}\n");

    assertThat(new TreeSet<>(read(folder).vectors.keySet())).containsExactly("p", "q");
  }
}
