package org.andiron.risk.record;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.andiron.risk.Installed;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.FeatureExtractor;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.feature.Given;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RandomRecord;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.testsupport.SyntheaCohort;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** Of what is left out when resources are read for features, no feature depends. */
class FeatureElementsTest {

  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final List<FeatureSet> FEATURES =
      Installed.all().all().stream().map(InstalledModel::features).toList();
  private static final RecordNeeds NEEDS = RecordNeeds.of(FEATURES);
  private static final List<FeatureExtractor> EXTRACTORS =
      FEATURES.stream().map(it -> new FeatureExtractor(it, Given.CONVERTER)).toList();

  private final IParser json = R4.newJsonParser();
  private final ResourceTexts texts = new ResourceTexts(R4);

  private StoredText stored(Resource resource, int number, String... tags) {
    Resource copy = resource.copy();
    String id = resource instanceof Patient ? resource.getIdPart() : "r" + number;
    copy.setId((String) null);
    copy.setMeta(null);
    return new StoredText(
        "",
        resource.fhirType(),
        id,
        1,
        Timestamp.from(Instant.parse("2026-02-01T00:00:00Z")),
        json.encodeResourceToString(copy),
        List.of(tags));
  }

  private static List<Extraction> extractions(
      String patient, List<Resource> resources, Instant time) {
    PatientRecord record = PatientRecord.of(patient, resources);
    return EXTRACTORS.stream().map(it -> it.extract(record, time)).toList();
  }

  /** How many were read without all of their elements. */
  private int compared(String patient, List<? extends Resource> resources, Instant time) {
    List<Resource> whole = new ArrayList<>();
    List<Resource> less = new ArrayList<>();
    int fewer = 0;
    for (Resource resource : resources) {
      StoredText text = stored(resource, whole.size());
      whole.add(texts.read(text));
      less.add(texts.readFor(text, NEEDS));
      fewer += less.get(less.size() - 1).equalsDeep(whole.get(whole.size() - 1)) ? 0 : 1;
    }
    List<Extraction> expected = extractions(patient, whole, time);
    List<Extraction> actual = extractions(patient, less, time);
    for (int i = 0; i < expected.size(); i++) {
      for (int j = 0; j < expected.get(i).features().size(); j++) {
        // The definition makes it hard to see what differs.
        assertThat(told(actual.get(i).features().get(j)))
            .isEqualTo(told(expected.get(i).features().get(j)));
      }
    }
    assertThat(actual.equals(expected)).isTrue();
    return fewer;
  }

  private static String told(ExtractedFeature feature) {
    String all = feature.toString();
    return feature.name() + all.substring(all.lastIndexOf("derivation="));
  }

  @Property(tries = 400)
  void randomRecordsGiveTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    List<Resource> resources = RandomRecord.of(Given.ID, random);
    resources.replaceAll(it -> new OddElements(random).of(it));
    compared(Given.ID, resources, Given.NOW);
  }

  @Test
  void hospitalRecordsGiveTheSame() throws IOException {
    int fewer = 0;
    try (Stream<Path> files = Files.list(SyntheaCohort.folder())) {
      for (Path file : files.filter(it -> it.toString().endsWith(".gz")).sorted().toList()) {
        List<Resource> resources = new ArrayList<>();
        try (Reader reader =
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
          json.parseResource(Bundle.class, reader)
              .getEntry()
              .forEach(entry -> resources.add(entry.getResource()));
        }
        String patient =
            resources.stream()
                .filter(Patient.class::isInstance)
                .map(Resource::getIdPart)
                .findFirst()
                .orElse("");
        if (!patient.isEmpty()) {
          fewer += compared(patient, resources, Instant.parse("2026-01-01T00:00:00Z"));
        }
      }
    }
    assertThat(fewer).isGreaterThan(500);
  }

  @Test
  void whatMayBeMaskedIsReadAsAWhole() {
    Observation observation = Given.measured("8480-6", "2026-02-01", "120", "mm[Hg]");
    observation.addNote().setText("x");
    StoredText labelled =
        stored(
            observation,
            1,
            "2|http://terminology.hl7.org/CodeSystem/v3-ActCode|PROCESSINLINELABEL");
    assertThat(((Observation) texts.readFor(labelled, NEEDS)).getNote()).hasSize(1);
    StoredText tagged = stored(observation, 1, "0|urn:x|y");
    assertThat(((Observation) texts.readFor(tagged, NEEDS)).getNote()).isEmpty();
  }
}
