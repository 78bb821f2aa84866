package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of 3.1.1.4.8. */
class StringSearchTest {

  private final OracleFixture patients =
      new OracleFixture()
          .with("eve", new Patient(), p -> p.addName().addGiven("Eve").setFamily("Hüber"))
          .with("evelyn", new Patient(), p -> p.addName().addGiven("Evelyn").setFamily("Straße"))
          .with("severine", new Patient(), p -> p.addName().addGiven("Severine"))
          .with("lower", new Patient(), p -> p.addName().addGiven("eve"))
          .with(
              "quinones",
              new Patient(),
              p -> p.addName().setFamily("Carreno Quinones").addSuffix("MD").setText("Ganz Anders"))
          .with(
              "address",
              new Patient(),
              p -> p.addAddress().addLine("Hauptstraße 5").setCity("São Paulo").setState("SP"))
          .with("none", new Patient(), p -> {});

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "given=eve|eve evelyn lower",
        "given:contains=eve|eve evelyn lower severine",
        "given:exact=Eve|eve",
        "family=hub|eve",
        "family=H%C3%9CB|eve",
        "family=strasse|evelyn",
        "family:exact=Strasse|",
        "family=Quinones|quinones",
        "family=Carreno|quinones",
        "family:exact=Quinones|",
        "family:contains=rreno%20q|quinones",
        "name=md|quinones",
        "name=ganz|quinones",
        "name=anders|quinones",
        "address=sao%20paulo|address",
        "address=haupt|address",
        "address=5|",
        "address-city=paulo|",
        "address-state:missing=false|address",
        "given:missing=true|address none quinones",
        "given=eve,sever|eve evelyn lower severine",
        "given=eve&family=hub|eve",
        "given=|address eve evelyn lower none quinones severine"
      })
  void findsTheExamplesOfTheSpecification(String query, String expected) {
    assertThat(String.join(" ", patients.ids("Patient", query)))
        .isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void refusesWhatIsNotDefined() {
    assertThatThrownBy(() -> patients.ids("Patient", "given:above=eve"))
        .isInstanceOf(BadSearch.class);
    assertThatThrownBy(() -> patients.ids("Patient", "nickname=eve"))
        .isInstanceOf(BadSearch.class)
        .hasMessageContaining("nickname");
  }

  @ParameterizedTest
  @ValueSource(strings = {"phonetic=eve", "_text=eve", "_content=eve", "_query=eve"})
  void hasNoJudgementOfWhatIsLeftToTheServer(String query) {
    assertThatThrownBy(() -> patients.ids("Patient", query))
        .isInstanceOf(BadSearch.class)
        .hasMessageContaining("No judgement");
  }
}
