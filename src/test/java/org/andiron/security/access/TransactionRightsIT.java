package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.security.account.Account;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No entry of a transaction, and no single write, finds more than it may alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionRightsIT extends AccessIT {

  private static final String MINE =
      """
      {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "new"},
        "subject": {"reference": "%s"}}, "request": {"method": "POST", "url": "Observation"%s}}\
      """;

  private static final String FRESH =
      "\"identifier\": [{\"system\": \"urn:tr\", \"value\": \"fresh\"}], ";

  private Account physician;

  @BeforeAll
  void records() {
    physician = account("Practitioner/tr-doctor", "physician");
    store("{\"resourceType\": \"Practitioner\", \"id\": \"tr-doctor\"}");
    for (String id : new String[] {"tr-own", "tr-other"}) {
      store(
          """
          {"resourceType": "Patient", "id": "%s", "birthDate": "1950-01-01",
           "identifier": [{"system": "urn:tr", "value": "%s"}]}\
          """
              .formatted(id, id));
      store(
          """
          {"resourceType": "Observation", "id": "%s-obs", "status": "final", "code": {"text": "tr"},
           "identifier": [{"system": "urn:tr", "value": "%s-obs"}],
           "subject": {"reference": "Patient/%s"}}\
          """
              .formatted(id, id, id));
    }
  }

  private FhirHttp own;

  @BeforeEach
  void token() {
    own = as(physician, "tr-own", "patient/Observation.cruds user/Patient.rs");
  }

  private static String transaction(String... entries) {
    return "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": ["
        + String.join(", ", entries)
        + "]}";
  }

  private static String mine(String subject, String ifNoneExist) {
    return MINE.formatted(
        subject, ifNoneExist.isEmpty() ? "" : ", \"ifNoneExist\": \"" + ifNoneExist + "\"");
  }

  private static String get(String url) {
    return "{\"request\": {\"method\": \"GET\", \"url\": \"%s\"}}".formatted(url);
  }

  private static String put(String url, String subject, String... more) {
    String id = url.contains("?") ? "" : "\"id\": \"" + url.replaceAll(".*/", "") + "\", ";
    return """
    {"resource": {"resourceType": "Observation", %s"status": "final", "code": {"text": "tr"},
     "identifier": [{"system": "urn:tr", "value": "tr-own-obs"}],
     "subject": {"reference": "%s"}}, "request": {"method": "PUT", "url": "%s"%s}}\
    """
        .formatted(id, subject, url, String.join("", more));
  }

  private static void assertSame(Answer hidden, Answer unknown) {
    assertThat(hidden.status()).as(hidden.body()).isEqualTo(unknown.status());
    assertThat(neutral(hidden)).isEqualTo(neutral(unknown));
  }

  private static String neutral(Answer answer) {
    return answer
        .body()
        .replaceAll("\"id\":\"[0-9a-f]{24}\"", "")
        .replaceAll("tr-other-obs|tr-absent", "ID")
        .replaceAll("tr-other|tr-nobody", "PATIENT");
  }

  @Test
  void whatOneRightReachesCanBeWrittenTogether() {
    Answer answer =
        own.post(
            "",
            transaction(
                mine("Patient/tr-own", ""),
                mine("Patient/tr-own", "identifier=urn:tr%7Cfresh")
                    .replace("\"subject\"", FRESH + "\"subject\""),
                put("Observation/tr-own-obs", "Patient/tr-own"),
                get("Patient/tr-other"),
                get("Observation?code:text=new")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("tr-other").doesNotContain("tr-other-obs");
  }

  @Test
  void rightsOfDifferentReachAreNotUsedTogether() {
    FhirHttp mixed =
        as(physician, "tr-own", "patient/Observation.cs user/Observation.u user/Patient.rs");
    Answer refused =
        mixed.post(
            "",
            transaction(
                mine("Patient/tr-own", "identifier=urn:tr%7Ctr-other-obs"),
                put("Observation/tr-other-obs", "Patient/tr-other")));
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.diagnostics()).contains("Observation").contains("batch");

    Answer batch =
        mixed.post(
            "",
            transaction(
                    mine("Patient/tr-own", "identifier=urn:tr%7Ctr-other-obs"),
                    put("Observation/tr-other-obs", "Patient/tr-other"))
                .replace("transaction", "batch"));
    assertThat(batch.json().at("/entry/0/response/status").asText()).startsWith("403");
    assertThat(batch.json().at("/entry/1/response/status").asText()).startsWith("200");
  }

  @Test
  void referencesLeadNoFurtherThanThoseOfOneEntryAlone() {
    FhirHttp mixed = as(physician, "tr-own", "patient/Observation.c user/Organization.c");
    Answer answer = mixed.post("", transaction(mine("Patient/tr-other", "")));
    Answer absent = mixed.post("", transaction(mine("Patient/tr-nobody", "")));
    assertThat(answer.status()).as(answer.body()).isBetween(400, 403);
    assertSame(answer, absent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation?code:text=tr",
        "code:text=tr",
        "?code:text=tr",
        "Observation?identifier=urn:tr%7Ctr-other-obs&code:text=tr",
        "Observation?identifier=urn:tr%7Ctr-other-obs,urn:tr%7Cx",
        "subject=Patient/tr-other",
        "code=urn:x%7Cy",
        "http://localhost/fhir/Observation?code:text=tr"
      })
  void aConditionalCreateIsNoSearch(String criteria) {
    for (String other : new String[] {"", delete("Observation/tr-gone")}) {
      String entry = mine("Patient/tr-own", criteria);
      Answer answer =
          own.post("", other.isEmpty() ? transaction(entry) : transaction(entry, other));
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).doesNotContain("tr-other-obs");
    }
    Answer alone =
        own.post(
            "Observation",
            "{\"resourceType\": \"Observation\", \"status\": \"final\", \"code\": {\"text\":"
                + " \"n\"},\"subject\": {\"reference\": \"Patient/tr-own\"}}",
            "If-None-Exist",
            criteria);
    assertThat(alone.status()).as(alone.body()).isEqualTo(403);
  }

  private static String delete(String url) {
    return "{\"request\": {\"method\": \"DELETE\", \"url\": \"%s\"}}".formatted(url);
  }

  @Test
  void anIdentifierThatIsHiddenIsNotStoredTwiceAndNotShown() {
    for (String other : new String[] {"", delete("Observation/tr-gone")}) {
      String entry = mine("Patient/tr-own", "identifier=urn:tr%7Ctr-other-obs");
      Answer answer =
          own.post("", other.isEmpty() ? transaction(entry) : transaction(entry, other));
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).doesNotContain("tr-other-obs");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation?code:text=tr",
        "/Observation?code:text=tr",
        "Observation?_id=tr-other-obs",
        "Observation?subject=Patient/tr-other"
      })
  void aConditionalUpdateOrPatchIsNoSearch(String url) {
    Answer answer = own.post("", transaction(put(url, "Patient/tr-own")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    Answer patch =
        own.patch(
            url,
            "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"amended\"}]",
            "Content-Type",
            "application/json-patch+json");
    assertThat(patch.status()).as(patch.body()).isEqualTo(403);
    Answer absent =
        own.patch(
            url.replace("tr", "tx"),
            "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"amended\"}]",
            "Content-Type",
            "application/json-patch+json");
    assertThat(absent.status()).isEqualTo(403);
  }

  @Test
  void aConditionalDeleteReachesWhatExistsOnly() {
    FhirHttp mixed = as(physician, "tr-own", "patient/Observation.cds user/Patient.cud");
    Answer answer =
        mixed.post("", transaction(delete("Observation?identifier=urn:tr%7Ctr-other-obs")));
    Answer absent = mixed.post("", transaction(delete("Observation?identifier=urn:tr%7Ctr-none")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(absent.status());
    assertThat(all().get("Observation/tr-other-obs").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"ifMatch\": \"W/\\\"1\\\"\"", ", \"ifMatch\": \"W/\\\"7\\\"\""})
  void aHiddenIdIsUpdatedLikeOneThatIsFree(String condition) {
    assertSame(
        own.post("", transaction(put("Observation/tr-other-obs", "Patient/tr-own", condition))),
        own.post("", transaction(put("Observation/tr-absent", "Patient/tr-own", condition))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"1\"", "W/\"7\"", "*"})
  void aVersionDoesNotTellOfAHiddenId(String version) {
    String body =
        "{\"resourceType\": \"Observation\", \"id\": \"%s\", \"status\": \"final\","
            + " \"code\": {\"text\": \"n\"}, \"subject\": {\"reference\": \"Patient/tr-own\"}}";
    assertSame(
        own.put("Observation/tr-other-obs", body.formatted("tr-other-obs"), "If-Match", version),
        own.put("Observation/tr-absent", body.formatted("tr-absent"), "If-Match", version));
    for (String patch : new String[] {"[]", "[{\"op\": \"remove\", \"path\": \"/none\"}]"}) {
      String[] headers = {"If-Match", version, "Content-Type", "application/json-patch+json"};
      Answer hidden = own.patch("Observation/tr-other-obs", patch, headers);
      assertThat(hidden.status()).isEqualTo(404);
      assertSame(hidden, own.patch("Observation/tr-absent", patch, headers));
    }
    assertSame(
        own.delete("Observation/tr-other-obs", "If-Match", version),
        own.delete("Observation/tr-absent", "If-Match", version));
    assertThat(all().get("Observation/tr-other-obs").status()).isEqualTo(200);
  }

  @Test
  void aVersionOfOnesOwnIsHeldTo() {
    Answer answer =
        own.post(
            "",
            transaction(
                put(
                    "Observation/tr-own-obs",
                    "Patient/tr-own",
                    ", \"ifMatch\": \"W/\\\"99\\\"\"")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(412);
  }

  @Test
  void anEntryThatReadsSeesWhatTheSameReadSees() {
    for (String entry :
        new String[] {
          "Observation/tr-other-obs",
          "Observation/tr-other-obs/_history/1",
          "Observation/tr-other-obs/_history"
        }) {
      Answer hidden = own.post("", transaction(mine("Patient/tr-own", ""), get(entry)));
      Answer absent =
          own.post(
              "",
              transaction(
                  mine("Patient/tr-own", ""), get(entry.replace("tr-other-obs", "tr-absent"))));
      assertThat(hidden.status()).as(hidden.body()).isEqualTo(404);
      assertSame(hidden, absent);
    }
    FhirHttp writer = as(physician, "user/Observation.u user/Patient.rs");
    Answer refused =
        writer.post(
            "",
            transaction(
                put("Observation/tr-own-obs", "Patient/tr-own"), get("Observation/tr-own-obs")));
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    Answer search =
        own.post(
            "", transaction(mine("Patient/tr-own", ""), get("Observation?identifier=urn:tr%7C")));
    assertThat(search.body()).contains("tr-own-obs").doesNotContain("tr-other-obs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?birthdate=1950-01-01",
        "Patient?_id=tr-other",
        "Patient?identifier=urn:tr%7Ctr-other&birthdate=1950-01-01",
        "Location?name=x"
      })
  void aReferenceByCriteriaIsNoSearch(String reference) {
    FhirHttp writer = as(physician, "user/Observation.c user/Patient.s user/Location.s");
    String observation =
        "{\"resourceType\": \"Observation\", \"status\": \"final\", \"code\": {\"text\": \"n\"},"
            + " \"subject\": {\"reference\": \"%s\"}}";
    Answer alone = writer.post("Observation", observation.formatted(reference));
    assertThat(alone.status()).as(alone.body()).isEqualTo(403);
    assertThat(alone.diagnostics()).contains("identifier");
    Answer together = writer.post("", transaction(mine(reference, "")));
    assertThat(together.status()).as(together.body()).isEqualTo(403);
    Answer withBase = writer.post("", transaction(mine(baseUrl() + "/" + reference, "")));
    assertThat(withBase.status()).as(withBase.body()).isEqualTo(403);
  }

  @Test
  void aReferenceByIdentifierNeedsTheRightToSearch() {
    String reference = "Patient?identifier=urn:tr%7Ctr-other";
    Answer without =
        as(physician, "user/Observation.c user/Patient.r")
            .post("", transaction(mine(reference, "")));
    assertThat(without.status()).as(without.body()).isEqualTo(403);
    assertThat(without.diagnostics()).contains("user/Patient.s");
    Answer with =
        as(physician, "user/Observation.c user/Patient.s")
            .post("", transaction(mine(reference, "")));
    assertThat(with.status()).as(with.body()).isEqualTo(200);

    // A token for one patient does not learn of another.
    assertSame(
        own.post("", transaction(mine(reference, ""))),
        own.post("", transaction(mine(reference.replace("tr-other", "tr-nobody"), ""))));
  }
}
