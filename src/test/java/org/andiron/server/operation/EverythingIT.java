package org.andiron.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EverythingIT extends AndironIT {

  private final String key = UUID.randomUUID().toString().substring(0, 8);

  private String id(String name) {
    return name + "-" + key;
  }

  @BeforeEach
  void storeTwoRecords() {
    put("Organization/" + id("hospital"), "");
    put("Practitioner/" + id("doctor"), "");
    put(
        "Patient/" + id("ann"),
        "\"managingOrganization\":{\"reference\":\"Organization/" + id("hospital") + "\"},");
    put("Patient/" + id("bob"), "");
    put(
        "Encounter/" + id("visit"),
        "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"subject\":{\"reference\":\"Patient/"
            + id("ann")
            + "\"},\"period\":{\"start\":\"2020-05-01\",\"end\":\"2020-05-02\"},"
            + "\"participant\":[{\"individual\":{\"reference\":\"Practitioner/"
            + id("doctor")
            + "\"}}],");
    observation("old", "ann", "2010-03-01", "");
    observation(
        "new",
        "ann",
        "2020-05-01",
        "\"encounter\":{\"reference\":\"Encounter/" + id("visit") + "\"},");
    observation("other", "bob", "2020-05-01", "");
    put(
        "AllergyIntolerance/" + id("undated"),
        "\"patient\":{\"reference\":\"Patient/" + id("ann") + "\"},");
  }

  private void observation(String name, String patient, String date, String more) {
    put(
        "Observation/" + id(name),
        more
            + "\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/"
            + id(patient)
            + "\"},\"effectiveDateTime\":\""
            + date
            + "\",");
  }

  private void put(String path, String elements) {
    String[] parts = path.split("/");
    Answer answer =
        http()
            .put(
                path,
                "{\"resourceType\":\""
                    + parts[0]
                    + "\","
                    + elements
                    + "\"id\":\""
                    + parts[1]
                    + "\"}");
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private List<String> names(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    for (JsonNode entry : answer.json().path("entry")) {
      names.add(entry.path("resource").path("id").asText().replace("-" + key, ""));
    }
    return names;
  }

  private List<String> everything(String query) {
    return names(http().get(query));
  }

  @Test
  void aPatientsRecordHoldsWhatRefersToItAndWhatThatRefersTo() {
    assertThat(everything("Patient/" + id("ann") + "/$everything"))
        .startsWith("ann")
        .containsExactlyInAnyOrder("ann", "visit", "old", "new", "undated", "doctor", "hospital");
  }

  @Test
  void startAndEndBoundTheDateOfCareAndKeepWhatHasNone() {
    assertThat(everything("Patient/" + id("ann") + "/$everything?start=2020-01-01"))
        .containsExactlyInAnyOrder("ann", "visit", "new", "undated", "doctor", "hospital");
    assertThat(everything("Patient/" + id("ann") + "/$everything?end=2010"))
        .containsExactlyInAnyOrder("ann", "old", "undated", "hospital");
    assertThat(everything("Patient/" + id("ann") + "/$everything?start=2020-05-01&end=2020-05-01"))
        .contains("new", "visit")
        .doesNotContain("old");
  }

  @Test
  void sinceKeepsWhatChangedLater() {
    String since =
        http().get("Patient/" + id("ann")).json().path("meta").path("lastUpdated").asText();
    observation("old", "ann", "2011-03-01", "");
    String now =
        http().get("Observation/" + id("old")).json().path("meta").path("lastUpdated").asText();
    assertThat(
            everything("Patient/" + id("ann") + "/$everything?_since=" + now.replace("+", "%2B")))
        .containsExactly("old");
    assertThat(
            everything("Patient/" + id("ann") + "/$everything?_since=" + since.replace("+", "%2B")))
        .contains("ann", "old", "visit");
  }

  @Test
  void sinceMayBeADay() {
    assertThat(everything("Patient/" + id("ann") + "/$everything?_since=2020-01-01"))
        .contains("ann", "visit");
    assertThat(everything("Patient/" + id("ann") + "/$everything?_since=2999-01-01")).isEmpty();
    assertThat(everything("Patient/" + id("ann") + "/$everything?_since=2999")).isEmpty();
  }

  @Test
  void typeKeepsOnlyTheTypesNamed() {
    assertThat(everything("Patient/" + id("ann") + "/$everything?_type=Observation,Practitioner"))
        .containsExactlyInAnyOrder("old", "new", "doctor");
  }

  @Test
  void pagesHoldEachResourceOnceAndTheTotal() {
    List<String> all = new ArrayList<>();
    for (Answer page : http().pages("Patient/" + id("ann") + "/$everything?_count=3")) {
      assertThat(page.json().path("total").asInt()).isEqualTo(7);
      assertThat(page.entries()).isLessThanOrEqualTo(3);
      all.addAll(names(page));
    }
    assertThat(all)
        .containsExactlyInAnyOrder("ann", "visit", "old", "new", "undated", "doctor", "hospital");
  }

  @Test
  void parametersMayBePosted() {
    String body =
        """
        {"resourceType":"Parameters","parameter":[
          {"name":"start","valueDate":"2020-01-01"},
          {"name":"_type","valueCode":"Observation"},
          {"name":"_count","valueInteger":10}]}\
        """;
    assertThat(names(http().post("Patient/" + id("ann") + "/$everything", body)))
        .containsExactly("new");
  }

  @Test
  void allPatientsRecordsComeFromTheTypeLevel() {
    List<String> found = everything("Patient/$everything?_count=1000");
    assertThat(found).contains("ann", "bob", "other", "new", "doctor");
  }

  @Test
  void anEncounterHoldsItsPatientAndWhatHappenedInIt() {
    assertThat(everything("Encounter/" + id("visit") + "/$everything"))
        .startsWith("visit")
        .containsExactlyInAnyOrder("visit", "ann", "new", "doctor", "hospital");
  }

  @Test
  void aGroupHoldsTheRecordsOfItsActiveMembersAndOfGroupsWithin() {
    put("Group/" + id("inner"), group("\"entity\":{\"reference\":\"Patient/" + id("bob") + "\"}"));
    put(
        "Group/" + id("outer"),
        group("\"entity\":{\"reference\":\"Group/" + id("inner") + "\"}")
            .replace(
                "[",
                "[{\"inactive\":true,\"entity\":{\"reference\":\"Patient/" + id("ann") + "\"}},"));
    assertThat(everything("Group/" + id("outer") + "/$everything?_type=Group,Patient,Observation"))
        .contains("outer", "bob", "other")
        .doesNotContain("ann", "new");
  }

  private static String group(String member) {
    return "\"type\":\"person\",\"actual\":true,\"member\":[{" + member + "}],";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?_count=-1",
        "?_count=many",
        "?_offset=-1",
        "?start=yesterday",
        "?start=2020-01-02&end=2020-01-01",
        "?_since=2020-13-01",
        "?_type=Patients"
      })
  void aParameterWithoutMeaningIsRefused(String query) {
    Answer answer = http().get("Patient/" + id("ann") + "/$everything" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  @Test
  void whoDoesNotExistHasNoRecord() {
    assertThat(http().get("Patient/nobody-" + key + "/$everything").status()).isEqualTo(404);
    assertThat(http().get("Group/nobody-" + key + "/$everything").status()).isEqualTo(404);
    http().delete("Observation/" + id("other"));
    http().delete("Patient/" + id("bob"));
    assertThat(http().get("Patient/" + id("bob") + "/$everything").status()).isEqualTo(410);
  }

  @Test
  void nothingIsBelowTheOperation() {
    assertThat(http().get("Patient/$everything/x").status()).isEqualTo(404);
    assertThat(http().get("Patient/" + id("ann") + "/$everything/x").status()).isEqualTo(404);
  }
}
