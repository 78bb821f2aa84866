package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.andiron.testsupport.BulkExports;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is withheld is found on no way. Its code is nowhere else in the record. */
class WithheldRoutesIT extends ConsentIT {

  private String hidden = "";
  private String shown = "";
  private String canary = "";

  @BeforeEach
  void denyOneCode() {
    canary = "c" + mark;
    hidden = stored("Observation", identified(canary));
    shown = observation("29463-7");
    consent(
        "{'type': 'deny', 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '"
            + canary
            + "'}]}]}");
  }

  private String identified(String code) {
    return json(
        "{'resourceType': 'Observation', 'status': 'final', 'code': {'coding': [{'system':"
            + " 'http://loinc.org', 'code': '"
            + code
            + "'}]}, 'subject': {'reference': 'PATIENT'},"
            + " 'identifier': [{'system': 'http://example.org/MARK', 'value': '1'}]}");
  }

  private void assertNoTrace(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    assertThat(answer.body())
        .doesNotContain(canary)
        .doesNotContain(hidden.substring("Observation/".length()));
  }

  @Test
  void notInOperationsOnThePatient() {
    Answer everything = as(physician).get(patient + "/$everything");
    assertNoTrace(everything);
    assertThat(everything.body()).contains(shown.substring("Observation/".length()));
    assertNoTrace(as(physician).get("Observation/$lastn?patient=" + patient));
    assertNoTrace(as(physician).get(patient + "/Observation"));
    assertNoTrace(as(physician).get(patient + "/$summary"));
  }

  @Test
  void notInHistories() {
    assertNoTrace(as(physician).get("Observation/_history?_count=200"));
    assertNoTrace(as(physician).get(shown + "/_history"));
    assertThat(status(physician, hidden + "/_history")).isEqualTo(404);
  }

  @Test
  void notByGraphQl() {
    String query = "{ObservationList(subject: \"" + patient + "\") {id code {coding {code}}}}";
    Answer answer =
        as(physician).get("$graphql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    assertThat(answer.body()).contains(shown.substring("Observation/".length()));
    assertNoTrace(answer);
  }

  @Test
  void notInABatch() {
    Answer answer =
        as(physician)
            .post(
                "",
                json(
                    "{'resourceType': 'Bundle', 'type': 'batch', 'entry': ["
                        + "{'request': {'method': 'GET', 'url': 'Observation?subject=PATIENT'}},"
                        + "{'request': {'method': 'GET', 'url': 'Observation?code=CANARY'}}]}"
                            .replace("CANARY", canary)));
    assertNoTrace(answer.json().path("entry").path(0).path("resource"));
    assertThat(answer.json().path("entry").path(1).path("resource").path("total").asInt(-1))
        .isZero();
  }

  private void assertNoTrace(JsonNode resource) {
    assertThat(resource.toString())
        .contains(shown.substring("Observation/".length()))
        .doesNotContain(canary);
  }

  @Test
  void notByTheLengthOfPages() {
    Answer page = as(physician).get("Observation?_count=1&subject=" + patient);
    assertNoTrace(page);
    assertThat(page.json().path("total").asInt(-1)).isEqualTo(1);
    assertThat(page.body()).doesNotContain("\"next\"");
  }

  /** As if it were not there: whoever was refused would know that it is. */
  @Test
  void notByAConditionalWrite() {
    String[] condition = {"If-None-Exist", "identifier=http://example.org/" + mark + "|1"};
    Answer first = as(physician).post("Observation", identified("29463-7"), condition);
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(first.body()).doesNotContain(canary);
    Answer second = as(physician).post("Observation", identified("29463-7"), condition);
    assertThat(second.status()).as(second.body()).isEqualTo(200);
  }

  @Test
  void notInAnExport() {
    List<String> exported =
        BulkExports.ids(new BulkExports(as(backend)).export("$export?_type=Observation"));
    assertThat(exported).contains(shown).doesNotContain(hidden);
  }

  @Test
  void theLabelsOfTheHiddenAreNotToldEither() {
    assertThat(as(physician).get(hidden + "/$meta").status()).isEqualTo(404);
  }

  /** A system may choose ids, and so create what is not there, but not by a patch. */
  @Test
  void notByAPatchOfWhatMustExist() {
    assertThat(patched(hidden)).isEqualTo(patched("Observation/absent")).startsWith("404");
  }

  private String patched(String target) {
    Answer answer =
        as(backend)
            .patch(
                target,
                "[{\"op\": \"remove\", \"path\": \"/text\"}]",
                "Content-Type",
                "application/json-patch+json",
                "If-Match",
                "*");
    return answer.status() + answer.diagnostics().replace(target, "TARGET");
  }

  /** However many names the hidden have for a code, they do not crowd out one that is seen. */
  @Test
  void notByTheNamesOfACode() {
    String code = "k" + mark;
    for (int i = 10; i < 35; i++) {
      stored("Observation", named(code, "a" + i + " MARK"));
    }
    consent(DENY_ALL);
    record();
    stored("Observation", named(code, "zz MARK"));
    String expansion =
        "ValueSet/$expand?contextDirection=existing&context=Observation.code&filter=" + code;
    assertThat(as(backend).get(expansion).body())
        .contains("zz " + mark)
        .doesNotContain("a10 ", "a34 ");
  }

  private static String named(String code, String name) {
    return "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
        + " 'code': {'coding': [{'system': 'http://example.org/named', 'code': '"
        + code
        + "'}], 'text': '"
        + name
        + "'}}";
  }
}
