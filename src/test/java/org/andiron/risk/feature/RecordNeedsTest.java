package org.andiron.risk.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.andiron.risk.feature.RecordNeeds.Codes;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is not needed makes no difference. */
class RecordNeedsTest {

  private static RecordNeeds needs(String... models) {
    return RecordNeeds.of(Arrays.stream(models).map(Given::model).toList());
  }

  /** As the database tells it by the index. */
  private static boolean isNeeded(RecordNeeds needs, Resource resource) {
    Optional<ResourceKind> kind = ResourceKind.of(resource.fhirType());
    if (kind.isEmpty() || !needs.kinds().contains(kind.get())) {
      return false;
    }
    Optional<Codes> codes = needs.codes(kind.get());
    if (codes.isEmpty()) {
      return true;
    }
    List<Coding> codings =
        resource instanceof MedicationRequest request
            ? request.hasMedicationCodeableConcept()
                ? request.getMedicationCodeableConcept().getCoding()
                : List.of()
            : RecordItem.of(kind.get(), resource).codings();
    return codings.stream().noneMatch(it -> codes.get().known().contains(it.getSystem()))
        || codings.stream()
            .anyMatch(
                it ->
                    codes.get().systems().contains(it.getSystem())
                        || codes
                            .get()
                            .codes()
                            .getOrDefault(it.getSystem(), Set.of())
                            .contains(it.getCode()));
  }

  @Nested
  class OfRandomRecords {

    @Test
    void withoutTheRestExtractionsAreTheSame() throws IOException {
      List<FeatureSet> models = ShippedFeaturesTest.models().stream().map(Given::model).toList();
      List<FeatureExtractor> extractors =
          models.stream().map(it -> new FeatureExtractor(it, Given.CONVERTER)).toList();
      Random random = new Random(11);
      int left = 0;
      for (int round = 0; round < 400; round++) {
        // Some of the models: what they know in common differs.
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
          if (random.nextInt(4) == 0) {
            chosen.add(i);
          }
        }
        RecordNeeds needs = RecordNeeds.of(chosen.stream().map(models::get).toList());
        List<Resource> all = RandomRecord.of(Given.ID, random);
        all.forEach(it -> recode(it, random));
        List<Resource> needed = all.stream().filter(it -> isNeeded(needs, it)).toList();
        left += all.size() - needed.size();
        PatientRecord whole = PatientRecord.of(Given.ID, all);
        PatientRecord part = PatientRecord.of(Given.ID, newest(all, needed));
        for (int model : chosen) {
          assertThat(extractors.get(model).extract(part, Given.NOW))
              .isEqualTo(extractors.get(model).extract(whole, Given.NOW));
        }
      }
      assertThat(left).isPositive();
    }

    /** The database has no more than one version to leave out. */
    private static List<Resource> newest(List<Resource> all, List<Resource> needed) {
      List<Resource> newest = LatestVersions.of(all);
      return needed.stream().filter(it -> newest.stream().anyMatch(one -> one == it)).toList();
    }

    private static void recode(Resource resource, Random random) {
      if (resource instanceof Observation observation && random.nextInt(3) == 0) {
        String code = random.nextBoolean() ? "x" : "8480-6";
        String system = List.of("urn:local", Given.LOINC, Given.SNOMED).get(random.nextInt(3));
        if (random.nextBoolean()) {
          observation.getCode().getCoding().clear();
        }
        observation.getCode().addCoding().setSystem(system).setCode(code);
      }
    }
  }

  @Test
  void aPatientIsAlwaysNeeded() {
    assertThat(RecordNeeds.of(List.of()).kinds()).containsExactly(ResourceKind.PATIENT);
  }

  @Test
  void ofObservationsThoseWithCodesOfFeaturesAreNeeded() {
    Codes codes = needs("ckd-epi-2021").codes(ResourceKind.OBSERVATION).orElseThrow();
    assertThat(codes.codes().get(Given.LOINC)).contains("2160-0").doesNotContain("8480-6");
    assertThat(codes.known()).contains(Given.LOINC).doesNotContain("urn:local");
  }

  @Test
  void whatAnyOfSeveralModelsNeedsIsNeeded() {
    Codes codes =
        needs("ckd-epi-2021", "framingham-2008").codes(ResourceKind.OBSERVATION).orElseThrow();
    assertThat(codes.codes().get(Given.LOINC)).contains("2160-0", "8480-6");
  }

  @Test
  void ofMedicationsThoseWithoutAnyCodeAreNeededAsWell() {
    RecordNeeds needs = needs("framingham-2008");
    MedicationRequest byReference = new MedicationRequest();
    byReference.setMedication(new Reference("Medication/1"));
    assertThat(isNeeded(needs, byReference)).isTrue();
    MedicationRequest other = new MedicationRequest();
    other.setMedication(new CodeableConcept().addCoding(new Coding(Given.RXNORM, "unknown", null)));
    assertThat(isNeeded(needs, other)).isFalse();
  }

  @Test
  void encountersAreNeededForStaysAlone() {
    assertThat(needs("ckd-epi-2021").kinds()).doesNotContain(ResourceKind.ENCOUNTER);
    assertThat(needs("lace").kinds()).contains(ResourceKind.ENCOUNTER);
    assertThat(needs("hospital").kinds()).contains(ResourceKind.ENCOUNTER);
  }

  @Test
  void codesAreNotChangedFromOutside() {
    Codes codes = new Codes(Map.of("s", Set.of("c")), Set.of(), Set.of());
    assertThat(codes.codes()).isUnmodifiable();
  }
}
