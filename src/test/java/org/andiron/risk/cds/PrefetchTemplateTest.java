package org.andiron.risk.cds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.andiron.risk.feature.Given;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.model.Shipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrefetchTemplateTest {

  private static List<PrefetchTemplate> templates(String model) {
    return PrefetchTemplate.of(RecordNeeds.of(List.of(Given.model(model))));
  }

  private static Map<String, String> queries(String model) {
    return templates(model).stream()
        .collect(Collectors.toMap(PrefetchTemplate::key, PrefetchTemplate::query));
  }

  static List<String> models() {
    return Shipped.ids();
  }

  @ParameterizedTest
  @MethodSource("models")
  void theyAreOfAllThatAModelTakes(String model) {
    List<PrefetchTemplate> templates = templates(model);
    assertThat(templates.get(0).key()).isEqualTo("patient");
    assertThat(templates.get(0).query()).isEqualTo("Patient/{{context.patientId}}");
    assertThat(templates.stream().map(PrefetchTemplate::kind))
        .containsExactlyInAnyOrderElementsOf(RecordNeeds.of(List.of(Given.model(model))).kinds());
    assertThat(templates)
        .allSatisfy(
            it -> {
              assertThat(it.query()).startsWith(it.kind().typeName()).hasSizeLessThan(1100);
              assertThat(it.query()).contains("{{context.patientId}}");
            });
  }

  @Test
  void whatFewCodesFindIsSearchedByThem() {
    assertThat(queries("ckd-epi-2021").get("observations"))
        .startsWith("Observation?patient={{context.patientId}}&code=http://loinc.org|")
        .contains("http://loinc.org|2160-0");
  }

  @Test
  void whatBeginningsOfCodesFindIsNot() {
    assertThat(queries("cha2ds2-vasc"))
        .containsEntry("conditions", "Condition?patient={{context.patientId}}");
  }

  @Test
  void medicationComesWithWhatItIs() {
    assertThat(templates("prevent-2023"))
        .filteredOn(it -> it.kind() == ResourceKind.MEDICATION_REQUEST)
        .extracting(PrefetchTemplate::query)
        .containsExactly(
            "MedicationRequest?patient={{context.patientId}}"
                + "&_include=MedicationRequest:medication");
  }
}
