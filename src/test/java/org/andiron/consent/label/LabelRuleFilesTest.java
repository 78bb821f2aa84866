package org.andiron.consent.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;

class LabelRuleFilesTest {

  private static final String WHOLE =
      """
      {'id': 'own', 'title': 'Own', 'labels': ['HIV', 'STD'], 'confidentiality': 'V',
       'types': ['Condition'], 'sources': ['a book'],
       'codes': [{'systems': ['urn:own'], 'codes': ['a', 'b'], 'prefixes': ['X.1']}]}
      """;

  private static ConfigurationFile file(String name, String content) {
    return new ConfigurationFile(
        "consent-policies/labels/" + name,
        new ByteArrayResource(content.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private static LabelRules read(ConfigurationFile... files) {
    return LabelRuleFiles.read(Arrays.asList(files));
  }

  @Test
  void aRuleIsReadWhole() {
    LabelRules rules = read(file("own.json", WHOLE));
    for (String code : List.of("a", "b", "X1", "x.12")) {
      assertThat(rules.met("Condition", Set.of(new Code("urn:own", code))))
          .as(code)
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.id()).isEqualTo("own");
                assertThat(it.title()).isEqualTo("Own");
                assertThat(it.sources()).containsExactly("a book");
                assertThat(it.sensitivities())
                    .containsExactlyInAnyOrder(Code.sensitivity("HIV"), Code.sensitivity("STD"));
                assertThat(it.level()).hasToString("V");
              });
    }
    assertThat(rules.met("Observation", Set.of(new Code("urn:own", "a")))).isEmpty();
    assertThat(rules.met("Condition", Set.of(new Code("urn:own", "c"), new Code("urn:other", "a"))))
        .isEmpty();
  }

  @Test
  void theVersionIsThatOfWhatTheRulesDo() {
    String version = read(file("own.json", WHOLE)).version();
    String reordered =
        WHOLE.replace("'HIV', 'STD'", "'STD', 'HIV'").replace("'a', 'b'", "'b', 'a'");
    assertThat(read(file("own.json", reordered.replace("'Own'", "'Other'"))).version())
        .isEqualTo(version);
    for (String change : List.of("'c'", "'a', 'b', 'c'")) {
      assertThat(read(file("own.json", WHOLE.replace("'a', 'b'", change))).version())
          .isNotEqualTo(version);
    }
    for (String other : List.of("Observation", "Encounter")) {
      assertThat(read(file("own.json", WHOLE.replace("Condition", other))).version())
          .isNotEqualTo(version);
    }
    assertThat(read(file("own.json", WHOLE.replace("'V'", "'R'"))).version()).isNotEqualTo(version);
    assertThat(LabelRules.NONE.version()).isNotEqualTo(version);
    assertThat(LabelRules.NONE.isEmpty()).isTrue();
  }

  @Test
  void twoFilesWithOneIdAreRefused() {
    assertThatThrownBy(() -> read(file("a.json", WHOLE), file("b.json", WHOLE)))
        .isInstanceOf(ConfigurationFileException.class)
        .hasMessage(
            "consent-policies/labels/b.json: its id \"own\" is that of"
                + " consent-policies/labels/a.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'id': 'own'; 'id': 'Own Rule'; line 1; id must be written in small letters",
        "'id': 'own',; ; line 1; id is missing",
        "'title': 'Own'; 'title': ''; line 1; title must be a string",
        "'HIV'; 'AIDS'; line 1; \"AIDS\" is no sensitivity of v3-ActCode",
        "'HIV'; '_InformationSensitivityPolicy'; line 1; is no sensitivity of v3-ActCode",
        "'HIV', 'STD'; ; line 1; labels must not be empty",
        "'V'; 'M'; line 1; confidentiality must be one of [N, R, V]",
        "'Condition'; 'Diagnosis'; line 2; \"Diagnosis\" is no resource type of R4",
        "'Condition'; 'Medication'; line 2; is about no patient",
        "'a book'; ; line 2; sources must not be empty",
        "'urn:own'; ; line 3; systems must not be empty",
        "'urn:own'; 'own system'; line 3; systems must be written that are absolute URIs",
        "'a', 'b'; ' a'; line 3; codes must be written without blanks",
        "'X.1'; 'X'; line 3; prefixes must be written of two",
        "'codes': ['a', 'b'], 'prefixes': ['X.1']; 'codes': []; line 3; codes or prefixes are"
            + " missing",
        "'prefixes'; 'below'; line 3; unknown name \"below\""
      })
  void whatIsWrongIsNamedWithItsPlace(String part, String instead, String place, String reason) {
    String content = WHOLE.replace(part, instead == null ? "" : instead);
    assertThat(content).isNotEqualTo(WHOLE);
    assertThatThrownBy(() -> read(file("own.json", content)))
        .isInstanceOf(ConfigurationFileException.class)
        .hasMessageStartingWith("consent-policies/labels/own.json, " + place)
        .hasMessageContaining(reason);
  }
}
