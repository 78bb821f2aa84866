package org.andiron.risk.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubgroupRuleTest {

  private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
  private static final SubgroupRule ALL =
      new SubgroupRule(EnumSet.allOf(SubgroupRule.Attribute.class), List.of(18, 40, 65));

  private static Map<String, String> groups(Patient patient, String at) {
    return ALL.of(new Person(patient), Instant.parse(at));
  }

  private static void add(Patient patient, String what, String... codes) {
    Extension extension = patient.addExtension().setUrl(US_CORE + what);
    for (String code : codes) {
      extension
          .addExtension()
          .setUrl("ombCategory")
          .setValue(new Coding("urn:oid:2.16.840.1.113883.6.238", code, null));
    }
  }

  @Test
  void areThoseOfUsCore() {
    Patient patient = Given.woman();
    add(patient, "race", "2028-9");
    add(patient, "ethnicity", "2186-5");
    patient.addExtension().setUrl(US_CORE + "birthsex").setValue(new CodeType("M"));

    assertThat(groups(patient, "2020-01-01T00:00:00Z"))
        .isEqualTo(
            Map.of("sex", "male", "age-band", "65+", "race", "asian", "ethnicity", "not-hispanic"));
  }

  @Test
  void severalRacesAreAGroupAndUnknownOnesNone() {
    Patient several = Given.woman();
    add(several, "race", "2028-9", "2106-3");
    Patient unknown = Given.woman();
    add(unknown, "race", "UNK");
    add(unknown, "ethnicity");

    assertThat(groups(several, "2020-01-01T00:00:00Z")).containsEntry("race", "several");
    assertThat(groups(unknown, "2020-01-01T00:00:00Z")).doesNotContainKeys("race", "ethnicity");
  }

  @ParameterizedTest
  @CsvSource({
    "1968-06-14T23:59:59Z, <18",
    "1968-06-15T00:00:00Z, 18-39",
    "1990-06-14T00:00:00Z, 18-39",
    "1990-06-15T00:00:00Z, 40-64",
    "2015-06-15T00:00:00Z, 65+"
  })
  void ageIsInCompletedYears(String at, String band) {
    assertThat(groups(Given.woman(), at)).containsEntry("age-band", band);
  }

  @Test
  void onlyWhatIsAskedForIsGiven() {
    SubgroupRule sex = new SubgroupRule(EnumSet.of(SubgroupRule.Attribute.SEX), List.of());

    assertThat(sex.of(new Person(Given.woman()), Instant.parse("2020-01-01T00:00:00Z")))
        .isEqualTo(Map.of("sex", "female"));
  }
}
