package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFormIT extends AndironIT {

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "ttl", "application/fhir%2Bturtle", "text/html", "ndjson"})
  void aFormatThatIsNotServedIsRefused(String format) {
    assertRefused(http().get("Basic?_format=" + format), 406, "application/fhir+json");
    assertRefused(http().get("metadata?_format=" + format), 406, "application/fhir+xml");
  }

  @ParameterizedTest
  @CsvSource({
    "json,json",
    "xml,xml",
    "application/json,json",
    "application/fhir%2Bxml,xml",
    "application/fhir+xml,xml",
    "text/xml,xml",
    "application/fhir%2Bjson;fhirVersion=4.0,json"
  })
  void aFormatThatIsServedDecides(String format, String served) {
    Answer answer = http().get("Basic?_count=0&_format=" + format, "Accept", "image/png");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type").orElseThrow())
        .startsWith("application/fhir+" + served);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"image/png", "text/turtle", "application/fhir+turtle", "application/json;q=0"})
  void anAcceptOfWhatIsNotServedIsRefused(String accept) {
    assertRefused(http().get("Basic", "Accept", accept), 406, "application/fhir+json");
    assertRefused(http().get("metadata", "Accept", accept), 406, "application/fhir+json");
  }

  @Test
  void aWriteWhoseAnswerCannotBeGivenIsNotDone() {
    String body = "{\"resourceType\":\"Basic\",\"id\":\"never-stored\",\"code\":{\"text\":\"x\"}}";

    assertRefused(http().put("Basic/never-stored", body, "Accept", "image/png"), 406, "json");
    assertThat(http().get("Basic/never-stored").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "application/*",
        "application/json",
        "image/png, application/fhir+json; fhirVersion=4.0"
      })
  void anAcceptWithOneThatIsServedIsAnswered(String accept) {
    assertThat(http().get("Basic?_count=0", "Accept", accept).status()).isEqualTo(200);
  }

  @Test
  void binariesAndPagesHaveTypesOfTheirOwn() {
    Answer stored =
        http().post("Binary", "hello", "Content-Type", "text/plain", "Accept", "text/plain");

    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    assertThat(http().get("Binary/" + stored.id(), "Accept", "text/plain").body())
        .isEqualTo("hello");
    assertThat(http().get("swagger-ui/", "Accept", "text/html").status()).isEqualTo(200);
    http().delete("Binary/" + stored.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"_summary=bogus|true, text, data, count, false", "_pretty=bogus|true, false"})
  void otherValuesAreNamedInTheRefusal(String query, String values) {
    assertRefused(http().get("Basic?" + query), 400, values);
    assertRefused(http().get("metadata?" + query), 400, values);
  }

  private static void assertRefused(Answer answer, int status, String diagnostics) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.diagnostics()).contains(diagnostics);
  }
}
