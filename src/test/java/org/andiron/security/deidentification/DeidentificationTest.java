package org.andiron.security.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.Year;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Age;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeidentificationTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final SafeElements ELEMENTS = SafeElements.load();

  private static Deidentification with(String key) {
    return new Deidentification(
        CONTEXT, ELEMENTS, new Pseudonyms(key.getBytes(StandardCharsets.UTF_8)), Year.of(2026));
  }

  private static String text(IBaseResource resource) {
    assertThat(with("key").apply(resource)).isTrue();
    return CONTEXT.newJsonParser().encodeResourceToString(resource);
  }

  @Test
  void everyPathOfTheListIsOfAnElement() {
    for (String type : ELEMENTS.types()) {
      for (String path : ELEMENTS.paths(type)) {
        BaseRuntimeElementDefinition<?> definition = CONTEXT.getResourceDefinition(type);
        for (String name : path.split("\\.")) {
          BaseRuntimeElementCompositeDefinition<?> parent =
              (BaseRuntimeElementCompositeDefinition<?>) definition;
          BaseRuntimeChildDefinition child = parent.getChildByName(name);
          if (child == null) {
            child = parent.getChildByName(name + "[x]");
          }
          assertThat(child).as(type + "." + path).isNotNull();
          definition = child.getChildByName(child.getValidChildNames().iterator().next());
        }
      }
    }
  }

  /** Nothing of any text, URL, id or full date is left, wherever the model has room for one. */
  @Property(tries = 20)
  void noTextAndNoFullDateOfAnyElementIsLeft(
      @ForAll @StringLength(min = 6, max = 20) @CharRange(from = 'A', to = 'Z') String secret,
      @ForAll @IntRange(min = 1940, max = 2020) int year,
      @ForAll @IntRange(min = 1, max = 12) int month) {
    String date = "%04d-%02d-17".formatted(year, month);
    for (String type : ELEMENTS.types()) {
      IBaseResource resource = new FilledResource(CONTEXT, "Zq" + secret, date).of(type);
      assertThat(CONTEXT.newJsonParser().encodeResourceToString(resource))
          .contains("Zq" + secret)
          .contains(date);
      assertThat(text(resource))
          .doesNotContain("Zq" + secret)
          .doesNotContain(date)
          .doesNotContain(date.substring(0, 7))
          .doesNotContain("example.org")
          .doesNotContain("01:02")
          .doesNotContain("c2VjcmV0");
    }
  }

  @Property(tries = 200)
  void nothingThatIdentifiesAPatientIsLeft(
      @ForAll @StringLength(min = 5, max = 30) @CharRange(from = 'a', to = 'z') String text,
      @ForAll @IntRange(min = 1, max = 28) int day) {
    String secret = "Zq" + text;
    String date = "1961-04-%02d".formatted(day);
    Patient patient = new Patient();
    patient.setId("Patient/" + secret);
    patient.addName().setFamily(secret).addGiven(secret);
    patient.addIdentifier().setSystem("urn:x").setValue(secret);
    patient.addTelecom().setValue(secret);
    patient.addAddress().addLine(secret).setCity(secret).setDistrict(secret).setState(secret);
    patient.addContact().getName().setFamily(secret);
    patient.getManagingOrganization().setDisplay(secret);
    patient.setBirthDateElement(new DateType(date));
    patient.setDeceased(new DateTimeType("2020-03-" + date.substring(8)));
    patient.addExtension("http://example.org/" + secret, new StringType(secret));
    patient.getMaritalStatus().setText(secret).addCoding().setDisplay(secret);
    Observation observation = new Observation();
    observation.setId("Observation/" + secret);
    observation.getText().setDivAsString("<div>" + secret + "</div>");
    observation.setSubject(new Reference("Patient/" + secret).setDisplay(secret));
    observation.addNote(new Annotation().setText(secret));
    observation.setValue(new StringType(secret));
    observation.setEffective(new DateTimeType(date + "T08:00:00Z"));
    observation.addContained(new Patient().addName(patient.getNameFirstRep()));
    for (IBaseResource each : List.of(patient, observation)) {
      String safe = text(each);
      assertThat(safe).doesNotContain(secret).doesNotContain(date).contains("1961");
    }
  }

  @Test
  void referencesAndIdsStayTogetherUnderOneKeyOnly() {
    Patient patient = new Patient();
    patient.setId("Patient/p1/_history/3");
    Observation observation = new Observation();
    observation.setId("Observation/p1");
    observation.setSubject(new Reference("Patient/p1"));
    observation.addHasMember(new Reference("https://elsewhere.example.org/Observation/1"));
    observation.addHasMember(new Reference("#contained"));
    text(patient);
    text(observation);
    String pseudonym = patient.getIdElement().getIdPart();
    assertThat(observation.getSubject().getReference()).isEqualTo("Patient/" + pseudonym);
    assertThat(observation.getIdElement().getIdPart()).isNotEqualTo(pseudonym);
    assertThat(observation.hasHasMember()).isFalse();

    Patient again = new Patient();
    again.setId("Patient/p1");
    with("other").apply(again);
    assertThat(again.getIdElement().getIdPart()).isNotEqualTo(pseudonym).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({
    "02139,US,021",
    "03601,US,000",
    "89301-1234,,000",
    "10115,DE,",
    "1234,US,",
    "K1A 0B1,CA,"
  })
  void ofAZipCodeThreeDigitsAreLeftWhereManyLive(String code, String country, String safe) {
    Patient patient = new Patient();
    patient.addAddress().setPostalCode(code).setCountry(country).setState("MA").setCity("Zq");
    text(patient);
    assertThat(patient.getAddressFirstRep().getPostalCode()).isEqualTo(safe);
    assertThat(patient.getAddressFirstRep().hasCity()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1937-01-01,1937", "1936-12-31,", "1900,", "2026-01-01,2026"})
  void aBirthOverEightyNineYearsAgoIsLeftOut(String birth, String left) {
    Patient patient = new Patient().setBirthDateElement(new DateType(birth));
    text(patient);
    assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource({"89,a,89,", "90,a,90,>=", "104,a,90,>=", "5,mo,,"})
  void agesOverEightyNineAreOne(int value, String unit, Integer left, String comparator) {
    Age age = new Age();
    age.setValue(value).setSystem("http://unitsofmeasure.org").setCode(unit);
    Condition condition = new Condition().setOnset(age);
    text(condition);
    assertThat(condition.hasOnset()).isEqualTo(left != null);
    if (left != null) {
      assertThat(condition.getOnsetAge().getValue().intValue()).isEqualTo(left);
      assertThat(
              condition.getOnsetAge().hasComparator()
                  ? condition.getOnsetAge().getComparator().toCode()
                  : null)
          .isEqualTo(comparator);
    }
  }

  @Test
  void whatIsMeasuredIsKept() {
    Observation observation = new Observation();
    observation.setId("Observation/1");
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.setCode(
        new CodeableConcept(new Coding("http://loinc.org", "8867-4", "Heart rate")).setText("x"));
    observation.setValue(
        new Quantity()
            .setValue(70)
            .setUnit("beats")
            .setCode("/min")
            .setSystem("http://unitsofmeasure.org"));
    observation
        .addComponent()
        .setCode(new CodeableConcept(new Coding("http://loinc.org", "1", null)))
        .setValue(new Quantity().setValue(1).setUnit("of Ms Zq"));
    text(observation);
    assertThat(observation.getStatus()).isEqualTo(Observation.ObservationStatus.FINAL);
    assertThat(observation.getCode().getCodingFirstRep().getCode()).isEqualTo("8867-4");
    assertThat(observation.getCode().getCodingFirstRep().hasDisplay()).isFalse();
    assertThat(observation.getValueQuantity().getValue().intValue()).isEqualTo(70);
    assertThat(observation.getValueQuantity().getCode()).isEqualTo("/min");
    assertThat(observation.getComponentFirstRep().hasCode()).isTrue();
    assertThat(observation.getComponentFirstRep().hasValue()).isFalse();
    assertThat(observation.getMeta().getSecurityFirstRep().getCode()).isEqualTo("PSEUDED");
  }

  @Test
  void ofATypeThatIsNotOnTheListNothingIsShown() {
    IBaseResource person = new FilledResource(CONTEXT, "ZqSecret", "1950-01-02").of("Person");
    assertThat(with("key").apply(person)).isFalse();
    assertThat(CONTEXT.newJsonParser().encodeResourceToString(person)).doesNotContain("ZqSecret");
  }

  @Test
  void ofAnAddressOnlyKnownStatesAndCountriesAreKept() {
    assertThat(SafeAddress.of(new Address().setState("Zqtown").setCountry("Zqland"))).isEmpty();
    Address safe =
        SafeAddress.of(new Address().setState("NY").setCountry("US").setText("Zq")).orElseThrow();
    assertThat(safe.getState()).isEqualTo("NY");
    assertThat(safe.hasText()).isFalse();
    assertThat(
            SafeAddress.of(new Address().setState("NY").setCountry("DE")).orElseThrow().hasState())
        .isFalse();
  }
}
