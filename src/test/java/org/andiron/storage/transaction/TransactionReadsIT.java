package org.andiron.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionReadsIT extends AndironIT {

  private final String id = "reads-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void removeThePatient() {
    http().delete("Patient/" + id);
  }

  @ParameterizedTest
  @CsvSource({
    "Patient/absent,404",
    "Patient/absent/_history/1,404",
    "Patient/absent/$everything,404",
    "Nope/1,404",
    "Patient?nope=1,400",
    "Patient?birthdate=abc,400",
    "Patient/{id}/$everything?_count=abc,400",
    "Patient/{id}/$nope,400"
  })
  void aReadThatFailsTakesTheWritesAlong(String url, int status) {
    assertRefused(transaction(put(), get(url)), status);
    assertThat(http().get("Patient/" + id).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"Patient/absent,404", "Patient?nope=1,400", "Patient?birthdate=abc,400"})
  void readsAloneFailAsAWholeToo(String url, int status) {
    assertRefused(transaction(get("metadata"), get(url)), status);
  }

  @Test
  void aReadOfWhatTheTransactionDeletesFails() {
    http().put("Patient/" + id, patient());
    String delete = "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/" + id + "\"}}";

    assertRefused(transaction(delete, get("Patient/" + id)), 410);
    assertThat(http().get("Patient/" + id).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient/{id}",
        "Patient/{id}/_history/1",
        "Patient/{id}/_history",
        "Patient/{id}/$everything",
        "Patient?_id={id}"
      })
  void aReadSeesWhatTheTransactionWrites(String url) {
    Answer answer = transaction(put(), get(url));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/entry/1/response/status").asText()).startsWith("200");
    assertThat(answer.json().at("/entry/1/resource").toString()).contains(id);
  }

  private Answer transaction(String first, String second) {
    return http()
        .post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + first
                + ","
                + second
                + "]}");
  }

  private String put() {
    return """
        {"resource":%s,"request":{"method":"PUT","url":"Patient/%s"}}
        """
        .formatted(patient(), id);
  }

  private String patient() {
    return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}";
  }

  private String get(String url) {
    return """
        {"request":{"method":"GET","url":"%s"}}
        """
        .formatted(url.replace("{id}", id));
  }

  private static void assertRefused(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.json().at("/issue/0/expression/0").asText()).isEqualTo("Bundle.entry[1]");
    assertThat(answer.diagnostics()).isNotBlank();
  }
}
