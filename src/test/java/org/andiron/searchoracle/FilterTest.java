package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar and operators of {@code _filter}, section 3.1.3. */
class FilterTest {

  private final OracleFixture cohort =
      new OracleFixture()
          .with(
              "peter",
              new Patient(),
              p ->
                  p.setGender(AdministrativeGender.MALE)
                      .addName()
                      .addGiven("Peter")
                      .setFamily("Müller"))
          .with("petra", new Patient(), p -> p.addName().addGiven("Petra").addGiven("Zoë"))
          .with("born", new Patient(), p -> p.getBirthDateElement().setValueAsString("2014-10-12"))
          .with("here", new Location(), l -> l.setName("Peter’s"))
          .with(
              "code",
              new Observation(),
              o -> o.setCode(EdgeDraft.concept(EdgeDraft.LOINC, "1234-5", "")))
          .with("of", new Observation(), o -> o.setSubject(new Reference("Patient/peter")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "given eq \"peter\"|peter",
        "given eq \"pet\"|",
        "given sw \"pet\"|peter petra",
        "given ew \"ter\"|peter",
        "given co \"oe\"|petra",
        "given ne \"petra\"|peter petra",
        "name co \"muller\"|peter",
        "given sw \"pet\" and birthdate ge 2014-10-10|",
        "given eq \"peter\" or birthdate ge 2014-10-10|born peter",
        "not (given sw \"pet\")|born",
        "given eq petra or given eq peter and gender eq male|peter",
        "given eq petra or (given eq peter and gender eq male)|peter petra",
        "birthdate po 2014-10|born",
        "birthdate sa 2014-10-11|born",
        "birthdate eb 2014-10-12|",
        "gender pr true|peter",
        "gender pr false|born petra",
        "gender ne male|"
      })
  void decidesForPatients(String filter, String expected) {
    assertThat(String.join(" ", find("Patient", filter)))
        .isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "code eq http://loinc.org|1234-5; code",
        "subject.name co \"peter\"; of",
        "subject[gender eq male].name co \"peter\"; of",
        "subject[gender eq female].name co \"peter\"; ''",
        "subject re Patient/peter; of",
        "subject pr false; code"
      })
  void decidesForObservations(String filter, String expected) {
    assertThat(String.join(" ", find("Observation", filter))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "given",
        "given eq",
        "given is peter",
        "(given eq peter",
        "given eq peter and",
        "given eq \"peter",
        "nickname eq peter",
        "given gt 5",
        "not given eq peter"
      })
  void refusesWhatIsNoFilter(String filter) {
    assertThatThrownBy(() -> find("Patient", filter)).isInstanceOf(BadSearch.class);
  }

  @Property(tries = 30)
  void negatingTwiceChangesNothing(@ForAll @From("filters") String filter) {
    assertThat(find("Patient", "not (not (" + filter + "))")).isEqualTo(find("Patient", filter));
  }

  @Property(tries = 30)
  void aFilterAndItsNegationShareOutEverything(@ForAll @From("filters") String filter) {
    assertThat(find("Patient", filter + " and not (" + filter + ")")).isEmpty();
    assertThat(find("Patient", filter + " or not (" + filter + ")")).hasSize(3);
  }

  @Provide
  Arbitrary<String> filters() {
    return Arbitraries.of(
        "given eq peter", "gender pr true", "birthdate gt 2014", "given co e", "gender ne female");
  }

  private Set<String> find(String type, String filter) {
    return cohort.ids(type, "_filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
  }
}
