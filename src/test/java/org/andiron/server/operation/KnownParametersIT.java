package org.andiron.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownParametersIT extends AndironIT {

  private static final String ASYNC = "respond-async";

  @ParameterizedTest
  @CsvSource({
    "$expunge,lmit,expungeEverything",
    "Basic/$expunge,lmit,limit",
    "Basic/$expunge,expungeEverything,limit",
    "Basic/x/$expunge,lmit,limit",
    "$reindex,urll,url",
    "Basic/x/$reindex,urll,none",
    "$delete-expunge,urll,url",
    "$export,_typ,_type",
    "Patient/$export,_typ,_type"
  })
  void aParameterThatAnOperationDoesNotHaveIsRefused(String path, String unknown, String known) {
    String body =
        """
        {"resourceType":"Parameters","parameter":[{"name":"%s","valueString":"1"}]}
        """
            .formatted(unknown);

    assertRefused(http().post(path, body, "Prefer", ASYNC), unknown, known);
    assertRefused(
        http().post(path + "?" + unknown + "=1", empty(), "Prefer", ASYNC), unknown, known);
  }

  @ParameterizedTest
  @CsvSource({"$export", "Patient/$export"})
  void theSameHoldsForTheQueryOfAGet(String path) {
    assertRefused(http().get(path + "?_typ=Patient", "Prefer", ASYNC), "_typ", "_type");
  }

  @Test
  void aLenientExportIgnoresWhatItDoesNotKnow() {
    Answer answer =
        http().get("$export?_typ=Patient&_type=Basic", "Prefer", ASYNC + ", handling=lenient");

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    http().delete(answer.header("Content-Location").orElseThrow());
  }

  @Test
  void lenienceDoesNotReachWhatRemoves() {
    assertRefused(
        http().post("Basic/$expunge?lmit=1", empty(), "Prefer", "handling=lenient"),
        "lmit",
        "limit");
  }

  @Test
  void aKnownParameterIsTaken() {
    String body =
        """
        {"resourceType":"Parameters","parameter":[{"name":"limit","valueInteger":1}]}
        """;

    assertThat(http().post("Basic/$expunge?_format=json", body).status()).isEqualTo(200);
  }

  private static String empty() {
    return "{\"resourceType\":\"Parameters\"}";
  }

  private static void assertRefused(Answer answer, String unknown, String known) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.diagnostics()).contains("no parameter " + unknown).contains(known);
  }
}
