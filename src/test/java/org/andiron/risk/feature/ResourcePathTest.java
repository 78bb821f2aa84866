package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.PATHS;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths without the engine give what the engine gives. */
class ResourcePathTest {

  private static Patient patient() {
    Patient patient = woman();
    patient.addAddress().setCountry("US").addLine("1 Main Street").addLine("Flat 2");
    patient.addAddress().setCountry("DE");
    patient.addAddress().setCountry("FR").setUse(AddressUse.OLD);
    Address ended = patient.addAddress().setCountry("JP").setUse(AddressUse.HOME);
    ended.getPeriod().getEndElement().setValueAsString("2020-01-01");
    Address begun = patient.addAddress().setCountry("CA").setUse(AddressUse.WORK);
    begun.getPeriod().getStartElement().setValueAsString("2020-01-01");
    patient.addExtension(new Extension("urn:birth-sex", new CodeType("F")));
    Extension race = new Extension("urn:race");
    race.addExtension(new Extension("ombCategory", new Coding("urn:races", "2106-3", null)));
    race.addExtension(new Extension("ombCategory", new Coding("urn:races", "2054-5", null)));
    race.addExtension(new Extension("detailed", new Coding("urn:races", "2108-9", null)));
    patient.addExtension(race);
    return patient;
  }

  private static List<String> texts(List<Base> elements) {
    return elements.stream()
        .map(
            element ->
                element instanceof Coding coding ? coding.getCode() : element.primitiveValue())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gender",
        "birthDate",
        "address.country",
        "address.line",
        "address.city",
        "address.where(use != 'old' or use.empty()).country",
        "address.where(period.end.empty()).country",
        "address.where(use.empty()).country",
        "address.where(use != 'old' or use.empty()).where(period.end.empty()).country",
        "extension('urn:birth-sex').value",
        "extension('urn:race').extension('ombCategory').value",
        "extension('urn:none').value",
        "true",
        "false"
      })
  void areTheSameOnAPatient(String expression) {
    List<Base> fast = ElementPath.parse(expression).orElseThrow().evaluate(patient());
    List<Base> slow = EnginePath.parse(expression, PATHS).evaluate(patient());
    assertThat(texts(fast)).isEqualTo(texts(slow));
  }

  @Test
  void areTheSameOnAChoice() {
    Resource observation = Given.measured("2951-2", "2026-02-01", "139", "mmol/L");
    for (String expression : List.of("value", "value.value", "code.coding.code", "status")) {
      assertThat(texts(ElementPath.parse(expression).orElseThrow().evaluate(observation)))
          .isEqualTo(texts(EnginePath.parse(expression, PATHS).evaluate(observation)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gender.",
        ".gender",
        "address.where(use = 'home').country",
        "address.where(use != 'old').country",
        "address.where(use != 'old' or period.empty()).country",
        "where(gender.empty()).birthDate",
        "gender = 'male'",
        "extension(urn).value",
        "name.given[0]",
        "Patient.gender",
        "gender | birthDate"
      })
  void leaveToTheEngineWhatIsMore(String expression) {
    assertThat(ElementPath.parse(expression)).isEmpty();
  }

  @Test
  void ofTheEngineAreRefusedIfTheyAreNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> EnginePath.parse("((", PATHS));
  }

  @Test
  void ofTheEngineGiveNothingWhereTheyFail() {
    ResourcePath path = EnginePath.parse("(1 | 2).toInteger()", PATHS);
    assertThat(path.evaluate(new Observation())).isEmpty();
  }
}
