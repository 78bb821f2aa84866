package org.andiron.visibility;

import static org.andiron.visibility.TwoPatients.OTHER;
import static org.andiron.visibility.TwoPatients.OWN;
import static org.andiron.visibility.TwoPatients.OWN_RECORD;
import static org.andiron.visibility.TwoPatients.observation;
import static org.andiron.visibility.TwoPatients.resource;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.List;
import java.util.Map;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisibilityIT extends AndironIT {

  private final HeaderVisibility visibility = new HeaderVisibility();
  @Autowired private RestfulServer server;
  private TwoPatients patients;

  @BeforeAll
  void store() {
    server.registerInterceptor(visibility);
    patients = new TwoPatients(http());
    patients.store();
  }

  @AfterAll
  void remove() {
    patients.remove();
    server.unregisterInterceptor(visibility);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient/vis-own",
        "Observation/lab-vis-own",
        "Observation/lab-vis-own/_history/1",
        "Encounter/enc-vis-own",
        "Task/task-vis-own",
        "Practitioner/vis-doctor",
        "Organization/vis-clinic",
        "Communication/vis-both"
      })
  void ofItsOwnPatientAndOfWhatAllShareACallerReads(String reference) {
    assertThat(http().get(reference, OWN_RECORD).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient/vis-other%s",
        "Observation/lab-vis-other%s",
        "Observation/lab-vis-other%s/_history",
        "Observation/lab-vis-other%s/_history/1",
        "Observation/lab-vis-other%s/$meta",
        "Patient/vis-other%s/$everything",
        "Encounter/enc-vis-other%s",
        "Task/task-vis-other%s",
        "List/vis-list%s"
      })
  void whatIsHiddenIsAnsweredLikeWhatIsNotThere(String path) {
    Answer hidden = http().get(path.formatted(""), OWN_RECORD);
    Answer absent = http().get(path.formatted("-x"), OWN_RECORD);
    assertThat(hidden.status()).isEqualTo(absent.status()).isEqualTo(404);
    assertThat(neutral(hidden.body())).isEqualTo(neutral(absent.body().replace("-x", "")));
    assertThat(http().get(path.formatted("")).status()).isEqualTo(200);
  }

  private static String neutral(String body) {
    // The id of an outcome is that of the request.
    // Which of the two parameters of a reference HAPI names depends on the id.
    return body.replaceAll("\"id\":\"[0-9a-f]{24}\"", "")
        .replace(".where(resolve() is Patient)", "");
  }

  /** They are read past what exists. */
  @ParameterizedTest
  @ValueSource(strings = {"Observation/$meta", "$meta"})
  void tagsOfManyAreForWhomEverythingExists(String path) {
    assertThat(http().get(path).status()).isEqualTo(200);
    assertThat(http().get(path, OWN_RECORD).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?family=Visname",
        "Patient?family=Visname&_total=accurate",
        "Patient?family=Visname&_sort=-birthdate",
        "Patient?_has:Observation:patient:code=urn:vis%7Cviscode",
        "Patient?identifier=urn:vis%7Cvis-other,urn:vis%7Cvis-own",
        "Observation?code=urn:vis%7Cviscode",
        "Observation?patient=Patient/vis-own,Patient/vis-other",
        "Observation?subject:Patient.birthdate=1970-01-01",
        "Observation?code=urn:vis%7Cviscode&_include=Observation:subject",
        "Practitioner?_id=vis-doctor&_revinclude=Encounter:participant",
        "Encounter?participant=Practitioner/vis-doctor&_revinclude=Observation:encounter",
        "Observation?_sort=patient&code=urn:vis%7Cviscode",
        "Observation?code:text=Visible",
        "Observation/$lastn?code=urn:vis%7Cviscode&max=1&patient=Patient/vis-own,Patient/vis-other",
        "Observation/_history",
        "Observation/_history?_at=gt2020",
        "Patient/vis-own/$everything",
        "Task?_lastUpdated=gt2020",
        "Patient/vis-own/Observation",
        "?_type=Patient,Observation&_lastUpdated=gt2020",
        "Observation?code=urn:vis%7Cviscode&_summary=count",
        "Observation?code=urn:vis%7Cviscode&_total=estimate&_count=1"
      })
  void noSearchNamesOrCountsWhatIsHidden(String search) {
    Answer all = http().get(search);
    assertThat(all.status()).as(all.body()).isEqualTo(200);
    Answer own = http().get(search, OWN_RECORD);
    assertThat(own.status()).as(own.body()).isEqualTo(200);
    assertThat(own.body().replaceAll("\"url\":\"[^\"]*\"", "")).doesNotContain(OTHER);
    if (own.json().has("total")) {
      int total = own.json().path("total").asInt();
      assertThat(total).isPositive();
      if (!search.startsWith("Practitioner") && !search.contains("vis-own/")) {
        assertThat(total).isLessThan(all.json().path("total").asInt());
      }
      if (!search.contains("_summary=count") && !search.contains("_count=1")) {
        long matches =
            java.util.stream.StreamSupport.stream(own.json().path("entry").spliterator(), false)
                .filter(it -> !it.path("search").path("mode").asText().equals("include"))
                .count();
        assertThat(total).isEqualTo((int) matches);
      }
    }
  }

  @Test
  void aReferenceShowsButWhatItLeadsToDoesNotExist() {
    Answer found =
        http().get("Communication?_id=vis-both&_include=Communication:based-on", OWN_RECORD);
    assertThat(found.entries()).isEqualTo(1);
  }

  @Test
  void aGraphOfRecordsEndsWhereTheyAreHidden() {
    String query = "{\"query\":\"{PatientList(family:\\\"Visname\\\"){id}}\"}";
    Answer own = http().post("$graphql", query, with("Content-Type", "application/json"));
    assertThat(own.status()).as(own.body()).isEqualTo(200);
    assertThat(own.body()).contains(OWN).doesNotContain(OTHER);
  }

  @Test
  void eachEntryOfABatchShowsOnlyWhatExists() {
    String batch =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
        {"request":{"method":"GET","url":"Patient/vis-own"}},
        {"request":{"method":"GET","url":"Patient/vis-other"}},
        {"request":{"method":"GET","url":"Observation?code=urn:vis%7Cviscode"}}]}\
        """;
    Answer answer = http().post("", batch, OWN_RECORD);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("enc-vis-other").contains("enc-vis-own");
    assertThat(answer.json().at("/entry/0/response/status").asText()).startsWith("200");
    assertThat(answer.json().at("/entry/1/response/status").asText()).startsWith("404");
    assertThat(answer.json().at("/entry/2/resource/total").asInt()).isEqualTo(2);
  }

  @Test
  void thePagesOfACallerAreNotKnownToOthers() {
    Answer first = http().get("Observation?code=urn:vis%7Cviscode&_count=1", OWN_RECORD);
    String next = first.next().orElseThrow();
    assertThat(http().get(next, OWN_RECORD).entries()).isEqualTo(1);
    Answer stranger = http().get(next, HeaderVisibility.NAME, "patients=" + OTHER);
    assertThat(stranger.status()).isEqualTo(410);
    String ofAll = http().get("Observation?code=urn:vis%7Cviscode&_count=1").next().orElseThrow();
    assertThat(http().get(ofAll, OWN_RECORD).status()).isEqualTo(410);
  }

  @Test
  void ofTypesThatAreGivenForAnyPatientAllExists() {
    String[] observations = {HeaderVisibility.NAME, "types=Observation"};
    assertThat(http().get("Observation/lab-vis-other", observations).status()).isEqualTo(200);
    assertThat(http().get("Patient/vis-other", observations).status()).isEqualTo(404);
    assertThat(
            http()
                .get("Observation?code=urn:vis%7Cviscode&_include=*", observations)
                .json()
                .path("total")
                .asInt())
        .isEqualTo(5);
  }

  @Test
  void ofTypesThatAreGivenForOnePatientOnlyHisExist() {
    String[] observations = {HeaderVisibility.NAME, "types=Observation patients=" + OWN};
    assertThat(http().get("Observation/lab-vis-own", observations).status()).isEqualTo(200);
    assertThat(http().get("Observation/lab-vis-other", observations).status()).isEqualTo(404);
    assertThat(http().get("Encounter/enc-vis-own", observations).status()).isEqualTo(404);
    assertThat(http().get("Practitioner/vis-doctor", observations).status()).isEqualTo(404);
  }

  @Test
  void portionsOfDifferentPatientsDoNotMix() {
    String[] both = {
      HeaderVisibility.NAME,
      "types=Observation patients=" + OWN + " ; types=Encounter patients=" + OTHER
    };
    assertThat(http().get("Observation/lab-vis-own", both).status()).isEqualTo(200);
    assertThat(http().get("Encounter/enc-vis-other", both).status()).isEqualTo(200);
    assertThat(http().get("Observation/lab-vis-other", both).status()).isEqualTo(404);
    assertThat(http().get("Encounter/enc-vis-own", both).status()).isEqualTo(404);
  }

  @Test
  void aQueryAdmitsWhatItFinds() {
    String[] laboratory = {
      HeaderVisibility.NAME, "types=Observation patients=" + OWN + " query=category=laboratory"
    };
    assertThat(http().get("Observation/lab-vis-own", laboratory).status()).isEqualTo(200);
    assertThat(http().get("Observation/vital-vis-own", laboratory).status()).isEqualTo(404);
    assertThat(http().get("Observation/lab-vis-other", laboratory).status()).isEqualTo(404);
    assertThat(http().get("Observation", laboratory).json().path("total").asInt()).isEqualTo(1);

    String[] ofAnyone = {HeaderVisibility.NAME, "types=Observation query=category=laboratory"};
    assertThat(http().get("Observation/lab-vis-other", ofAnyone).status()).isEqualTo(200);
    assertThat(http().get("Observation/vital-vis-other", ofAnyone).status()).isEqualTo(404);
  }

  @Test
  void aQueryAdmitsWhatIsStoredLater() {
    String[] finals = {HeaderVisibility.NAME, "types=Observation query=status=amended"};
    assertThat(http().get("Observation/vis-later", finals).status()).isEqualTo(404);
    String text =
        resource(
            "Observation/vis-later",
            "\"status\":\"amended\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/"
                + OWN
                + "\"}");
    http().put("Observation/vis-later", text);
    assertThat(http().get("Observation/vis-later", finals).status()).isEqualTo(200);
    http().put("Observation/vis-later", text.replace("amended", "final"));
    assertThat(http().get("Observation/vis-later", finals).status()).isEqualTo(404);
    http().delete("Observation/vis-later");
  }

  @Test
  void aQueryThatDependsOnOthersIsRefused() {
    Answer answer =
        http()
            .get(
                "Observation",
                HeaderVisibility.NAME,
                "types=Observation query=subject:Patient.birthdate=1970-01-01");
    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void ofARecordThatChangedHandsTheEarlierVersionsStayHidden() {
    String text = resource("Observation/vis-moved", observation(subject(OTHER), OTHER));
    http().put("Observation/vis-moved", text);
    http().put("Observation/vis-moved", text.replace(OTHER, OWN));
    String[] others = {HeaderVisibility.NAME, "patients=" + OTHER};
    assertThat(http().get("Observation/vis-moved/_history/1", others).status()).isEqualTo(404);
    assertThat(http().get("Observation/_history", others).body()).doesNotContain("vis-moved");
    assertThat(http().get("Observation/vis-moved", OWN_RECORD).status()).isEqualTo(200);
    assertThat(http().get("Observation/vis-moved/_history/1", OWN_RECORD).status()).isEqualTo(404);
    Answer history = http().get("Observation/vis-moved/_history", OWN_RECORD);
    assertThat(history.entries()).isEqualTo(1);
    assertThat(history.json().path("total").asInt()).isEqualTo(1);
    http().delete("Observation/vis-moved");
    assertThat(http().get("Observation/vis-moved", OWN_RECORD).status()).isEqualTo(410);
    assertThat(http().get("Observation/vis-moved", others).status()).isEqualTo(404);
  }

  @Test
  void ofItsOwnPatientACallerCreatesChangesAndDeletes() {
    String text = resource("Observation", observation(subject(OWN), OWN));
    Answer created = http().post("Observation", text, OWN_RECORD);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    String path = "Observation/" + created.id();
    Answer changed =
        http()
            .put(
                path,
                resource(path, observation(subject(OWN), OWN)).replace("final", "amended"),
                OWN_RECORD);
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(http().delete(path, OWN_RECORD).status()).isIn(200, 204);
    assertThat(http().get(path, OWN_RECORD).status()).isEqualTo(410);
  }

  @Test
  void ofAnotherPatientNothingIsCreated() {
    int before = http().get("Observation?subject=Patient/vis-other").json().path("total").asInt();
    String text = resource("Observation", observation(subject(OTHER), OWN));
    Answer hidden = http().post("Observation", text, OWN_RECORD);
    Answer absent = http().post("Observation", text.replace(OTHER, "vis-nobody"), OWN_RECORD);
    assertThat(hidden.status()).isEqualTo(absent.status()).isBetween(400, 499);
    assertThat(neutral(hidden.body()))
        .isEqualTo(neutral(absent.body().replace("vis-nobody", OTHER)));
    String ofNobody = resource("Observation", "\"status\":\"final\",\"code\":{\"text\":\"x\"}");
    Answer unowned = http().post("Observation", ofNobody, OWN_RECORD);
    assertThat(unowned.status()).isEqualTo(403);
    assertThat(unowned.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(http().get("Observation?subject=Patient/vis-other").json().path("total").asInt())
        .isEqualTo(before);
  }

  @Test
  void aBinaryIsCreatedForItsOwnPatientAndNoOther() {
    String context = ",\"securityContext\":{\"reference\":\"Patient/%s\"},\"data\":\"YQ==\"";
    String binary = "{\"resourceType\":\"Binary\",\"contentType\":\"text/plain\"%s}";
    Answer own = http().post("Binary", binary.formatted(context.formatted(OWN)), OWN_RECORD);
    assertThat(own.status()).as(own.body()).isEqualTo(201);
    String path = "Binary/" + own.id();
    assertThat(http().get(path, OWN_RECORD).status()).isEqualTo(200);
    assertThat(http().get(path, HeaderVisibility.NAME, "patients=" + OTHER).status())
        .isEqualTo(404);
    Map<String, Integer> refused =
        Map.of("", 403, context.formatted(OTHER), 400, context.formatted("vis-nobody"), 400);
    for (Map.Entry<String, Integer> one : refused.entrySet()) {
      Answer answer = http().post("Binary", binary.formatted(one.getKey()), OWN_RECORD);
      assertThat(answer.status()).as(answer.body()).isEqualTo(one.getValue());
      assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }
    http().delete(path);
  }

  /** Also where no search parameter leads. For whom everything exists HAPI alone looks. */
  @Test
  void whatIsStoredNamesOnlyWhatExistsForItsWriter() {
    String observation =
        """
        {"resourceType":"Observation","status":"final","code":{"text":"x"},
         "subject":{"reference":"Patient/%s"},"extension":[{"url":"http://example.org/about",
         "valueReference":{"reference":"Observation/%s"}}]}\
        """;
    for (String refused : List.of("lab-vis-other", "lab-vis-nobody")) {
      Answer answer = http().post("Observation", observation.formatted(OWN, refused), OWN_RECORD);
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.json().path("issue").toString()).contains("Observation/" + refused);
    }
    Answer own = http().post("Observation", observation.formatted(OWN, "lab-vis-own"), OWN_RECORD);
    assertThat(own.status()).as(own.body()).isEqualTo(201);
    Answer unrestricted = http().post("Observation", observation.formatted(OWN, "lab-vis-nobody"));
    assertThat(unrestricted.status()).as(unrestricted.body()).isEqualTo(201);
    http().delete("Observation/" + own.id());
    http().delete("Observation/" + unrestricted.id());
  }

  @Test
  void aTransactionIsJudgedByWhatItHasStoredInTheEnd() {
    String entry =
        """
        {"fullUrl":"urn:uuid:%s","resource":%s,"request":{"method":"POST","url":"%s"}}\
        """;
    String encounter = "7c6ec4cc-5cf4-4a5b-9e4c-0c0c0c0c0c01";
    String own =
        entry.formatted(
            encounter,
            resource(
                "Encounter",
                "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"}," + subject(OWN)),
            "Encounter");
    String observation =
        entry.formatted(
            "7c6ec4cc-5cf4-4a5b-9e4c-0c0c0c0c0c02",
            resource(
                "Observation",
                observation(subject(OWN), OWN)
                    .replace("Encounter/enc-" + OWN, "urn:uuid:" + encounter)),
            "Observation");
    Answer stored = http().post("", transaction(own, observation), OWN_RECORD);
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
    stored
        .json()
        .path("entry")
        .forEach(
            it -> {
              String location =
                  it.path("response").path("location").asText().replaceAll("/_history.*", "");
              assertThat(http().get(location, OWN_RECORD).status()).isEqualTo(200);
            });

    String unowned =
        entry.formatted(
            "7c6ec4cc-5cf4-4a5b-9e4c-0c0c0c0c0c03",
            resource("Observation", "\"status\":\"final\",\"code\":{\"text\":\"visunowned\"}"),
            "Observation");
    assertThat(http().post("", transaction(own, unowned), OWN_RECORD).status()).isEqualTo(403);
    assertThat(http().get("Observation?code:text=visunowned").json().path("total").asInt())
        .isZero();
    for (int i = 1; i >= 0; i--) {
      http()
          .delete(
              stored
                  .json()
                  .at("/entry/" + i + "/response/location")
                  .asText()
                  .replaceAll("/_history.*", ""));
    }
  }

  @Test
  void anIdThatIsTakenIsRefusedLikeOneThatIsFree() {
    Answer hidden = putObservation("Observation/lab-vis-other", OWN);
    Answer absent = putObservation("Observation/vis-absent", OWN);
    Answer ofOther = putObservation("Observation/vis-absent", OTHER);
    assertThat(List.of(hidden.status(), absent.status(), ofOther.status())).containsOnly(403);
    assertThat(neutral(hidden.body())).isEqualTo(neutral(absent.body()));
    assertThat(http().get("Observation/vis-absent").status()).isEqualTo(404);
    assertThat(http().get("Observation/lab-vis-other/_history").entries()).isEqualTo(1);
  }

  private Answer putObservation(String reference, String patient) {
    return http()
        .put(reference, resource(reference, observation(subject(patient), patient)), OWN_RECORD);
  }

  @Test
  void deletingWhatIsHiddenIsAnsweredLikeDeletingNothing() {
    Answer hidden = http().delete("Observation/lab-vis-other", OWN_RECORD);
    Answer absent = http().delete("Observation/lab-vis-othex", OWN_RECORD);
    assertThat(hidden.status()).isEqualTo(absent.status());
    assertThat(neutral(hidden.body())).isEqualTo(neutral(absent.body().replace("othex", "other")));
    assertThat(http().get("Observation/lab-vis-other").status()).isEqualTo(200);
  }

  @Test
  void patchingWhatIsHiddenIsAnsweredLikePatchingNothing() {
    String patch = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"amended\"}]";
    String[] headers = with("Content-Type", "application/json-patch+json");
    Answer hidden = http().patch("Observation/lab-vis-other", patch, headers);
    Answer absent = http().patch("Observation/lab-vis-othex", patch, headers);
    assertThat(hidden.status()).isEqualTo(absent.status()).isBetween(400, 499);
    assertThat(neutral(hidden.body())).isEqualTo(neutral(absent.body().replace("othex", "other")));
  }

  @Test
  void whatIsHiddenIsNotStoredASecondTime() {
    String patient =
        resource("Patient", "\"identifier\":[{\"system\":\"urn:vis\",\"value\":\"vis-other\"}]");
    Answer created =
        http().post("Patient", patient, with("If-None-Exist", "identifier=urn:vis%7Cvis-other"));
    assertThat(created.status()).isEqualTo(403);
    assertThat(created.body()).doesNotContain(OTHER);
    Answer updated = http().put("Patient?identifier=urn:vis%7Cvis-other", patient, OWN_RECORD);
    assertThat(updated.status()).isEqualTo(403);
    assertThat(http().get("Patient?identifier=urn:vis%7Cvis-other").json().path("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void aReferenceOfWhatIsWrittenMayLeadToWhatCannotBeRead() {
    String[] observations = {HeaderVisibility.NAME, "types=Observation patients=" + OWN};
    Answer created =
        http()
            .post(
                "Observation",
                resource("Observation", observation(subject(OWN), OWN)),
                observations);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    http().delete("Observation/" + created.id());
  }

  @Test
  void deletingWhatHiddenRecordsReferToIsRefusedWithoutNamingThem() {
    String[] laboratory = {
      HeaderVisibility.NAME, "types=Observation patients=" + OTHER + " query=category=laboratory"
    };
    Answer answer = http().delete("Observation/vis-target", laboratory);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).doesNotContain("vis-both");
  }

  @Test
  void ofWhatTheServerKeepsInMemoryNothingIsForTheNextCaller() {
    for (String path :
        List.of(
            "Observation/lab-vis-other",
            "Observation/_history",
            "_history",
            "Observation/lab-vis-other/_history/1",
            "Patient?identifier=urn:vis%7Cvis-other",
            "Observation?subject=Patient/vis-other")) {
      Answer all = http().get(path);
      assertThat(all.status()).as(path).isEqualTo(200);
      assertThat(all.body()).contains(OTHER);
      Answer own = http().get(path, OWN_RECORD);
      assertThat(own.body().replaceAll("\"(url|diagnostics|div)\":\"[^\"]*\"", ""))
          .as(path)
          .doesNotContain(OTHER);
      assertThat(http().get(path).body()).as(path).contains(OTHER);
    }
    // A reference is resolved through the cache of ids.
    String text = resource("Observation", observation(subject(OTHER), OTHER));
    Answer created = http().post("Observation", text);
    assertThat(created.status()).isEqualTo(201);
    assertThat(http().post("Observation", text, OWN_RECORD).status()).isBetween(400, 499);
    http().delete("Observation/" + created.id());
  }

  private static String subject(String patient) {
    return "\"subject\":{\"reference\":\"Patient/" + patient + "\"}";
  }

  private static String transaction(String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  private static String[] with(String name, String value) {
    return new String[] {OWN_RECORD[0], OWN_RECORD[1], name, value};
  }
}
