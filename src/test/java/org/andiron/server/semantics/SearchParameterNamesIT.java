package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchParameterNamesIT extends AndironIT {

  @Test
  void anUnknownParameterIsNamedWithThoseNearIt() {
    Answer answer = http().get("Patient?nmae=x");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/issue/0/severity").asText()).isEqualTo("error");
    assertThat(answer.diagnostics())
        .contains("Unknown search parameter 'nmae' for Patient. Did you mean name,")
        .contains("birthdate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Patient?_foo=x", "Observation?subjct.name=x", "Observation?code:exact.x=1&cod=2"})
  void controlsAndChainsAreCheckedToo(String path) {
    assertThat(http().get(path).status()).isEqualTo(400);
  }

  @Test
  void postedParametersAreCheckedToo() {
    assertThat(
            http()
                .post(
                    "Patient/_search",
                    "nmae=x",
                    "Content-Type",
                    "application/x-www-form-urlencoded")
                .status())
        .isEqualTo(400);
  }

  @Test
  void aLenientClientIsToldWhatWasIgnored() {
    Answer answer = http().get("Patient?nmae=x&_id=does-not-exist", "Prefer", "handling=lenient");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("total").asInt()).isZero();
    JsonNode outcome = answer.json().at("/entry/0");
    assertThat(outcome.at("/search/mode").asText()).isEqualTo("outcome");
    assertThat(outcome.at("/resource/issue/0/severity").asText()).isEqualTo("warning");
    assertThat(outcome.at("/resource/issue/0/diagnostics").asText()).contains("'nmae'");
    assertThat(answer.json().at("/link/0/url").asText())
        .contains("_id=does-not-exist")
        .doesNotContain("nmae");
  }
}
