package org.andiron.storage.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What comes along with matches: an observation of a patient in an encounter, with a provenance, in
 * an organization with a parent that is a part of its part; and answers to two versions of a
 * questionnaire.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncludesIT extends AndironIT {

  private final String key = "inc-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> stored = new ArrayList<>();

  @BeforeAll
  void store() {
    String none = "";
    put("Organization", "whole", none);
    put("Organization", "part", "\"partOf\": {\"reference\": \"Organization/KEY-whole\"}");
    put("Organization", "whole", "\"partOf\": {\"reference\": \"Organization/KEY-part\"}");
    put(
        "Patient",
        "patient",
        "\"managingOrganization\": {\"reference\": \"Organization/KEY-part\"}");
    put(
        "Encounter",
        "encounter",
        "\"status\": \"finished\", \"class\": {\"code\": \"AMB\"},"
            + " \"subject\": {\"reference\": \"Patient/KEY-patient\"}");
    put(
        "Observation",
        "observation",
        "\"status\": \"final\", \"code\": {\"text\": \"x\"},"
            + " \"subject\": {\"reference\": \"Patient/KEY-patient/_history/1\"},"
            + " \"encounter\": {\"reference\": \"Encounter/KEY-encounter\"}");
    put(
        "Provenance",
        "provenance",
        "\"target\": [{\"reference\": \"Observation/KEY-observation\"}],"
            + " \"recorded\": \"2024-01-01T00:00:00Z\","
            + " \"agent\": [{\"who\": {\"display\": \"x\"}}]");
    for (String version : List.of("1", "2")) {
      put(
          "Questionnaire",
          "questionnaire" + version,
          "\"status\": \"draft\", \"url\": \"http://example.org/KEY\", \"version\": \"%s\""
              .formatted(version));
    }
    put("QuestionnaireResponse", "exact", answering("http://example.org/KEY|1"));
    put("QuestionnaireResponse", "open", answering("http://example.org/KEY"));
    put("QuestionnaireResponse", "elsewhere", answering("http://example.org/KEY/elsewhere"));
  }

  private static String answering(String questionnaire) {
    return "\"status\": \"completed\", \"questionnaire\": \"%s\"".formatted(questionnaire);
  }

  private void put(String type, String id, String elements) {
    String url = type + '/' + key + '-' + id;
    String body =
        "{\"resourceType\": \"%s\", \"id\": \"KEY-%s\"%s}"
            .formatted(type, id, elements.isEmpty() ? "" : ", " + elements)
            .replace("KEY", key);
    Answer answer = http().put(url, body);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    if (!stored.contains(url)) {
      stored.add(0, url);
    }
  }

  @AfterAll
  void remove() {
    put("Organization", "whole", "");
    stored.forEach(it -> assertThat(http().delete(it).status()).isEqualTo(200));
  }

  /** The ids of what comes along, without what they have in common. */
  private List<String> included(String search) {
    Answer answer = http().get(search.replace("KEY", key));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> included = new ArrayList<>();
    for (JsonNode entry : answer.json().path("entry")) {
      if (entry.at("/search/mode").asText().equals("include")) {
        included.add(entry.at("/resource/id").asText().substring(key.length() + 1));
      }
    }
    return included;
  }

  private static String[] split(String ids) {
    return ids == null ? new String[0] : ids.split(" ");
  }

  @ParameterizedTest
  @CsvSource({
    "_include=Observation:subject, patient",
    "_include=Observation:subject:Patient, patient",
    "_include=Observation:subject:Group,",
    "_include=Observation:patient, patient",
    "_include=Observation:subject&_include=Observation:encounter, patient encounter",
    "_include=Observation:subject&_include=Observation:patient, patient",
    "_include=*, patient encounter",
    "_include=Observation:*, patient encounter",
    "_include=Observation:*:Encounter, encounter",
    "_include=Encounter:*,",
    "_include=Observation:subject&_include=Patient:organization, patient",
    "_include=Observation:subject&_include:iterate=Patient:organization, patient part",
    "_include:iterate=Observation:subject&_include:iterate=Patient:organization, patient part",
    "_include=*&_include:iterate=Patient:*&_include:iterate=Organization:partof,"
        + " patient encounter part whole",
    "_revinclude=Provenance:target, provenance",
    "_revinclude=Provenance:target:Observation, provenance",
    "_revinclude=*, provenance",
    "_revinclude=Provenance:*, provenance",
    "_revinclude=Encounter:*,",
    "_revinclude=*&_include=*, provenance patient encounter"
  })
  void ofAnObservation(String includes, String expected) {
    assertThat(included("Observation?_id=KEY-observation&" + includes))
        .containsExactlyInAnyOrder(split(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "_revinclude=Observation:subject, observation",
    "_revinclude=Observation:subject&_revinclude=Encounter:patient, observation encounter",
    "_revinclude=*, observation encounter",
    "_revinclude=Observation:subject&_include=Observation:encounter, observation",
    "_revinclude=Observation:subject&_include:iterate=Observation:encounter,"
        + " observation encounter",
    "_revinclude=Observation:subject&_revinclude=Provenance:target, observation",
    "_revinclude=Observation:subject&_revinclude:iterate=Provenance:target,"
        + " observation provenance",
    "_include:iterate=*&_revinclude:iterate=*, part whole observation encounter provenance"
  })
  void ofAPatient(String includes, String expected) {
    assertThat(included("Patient?_id=KEY-patient&" + includes))
        .containsExactlyInAnyOrder(split(expected));
  }

  @Test
  void bothDirectionsGoOnFromWhatTheOtherBrought() {
    assertThat(
            included(
                "Provenance?_id=KEY-provenance&_include=Provenance:target"
                    + "&_include:iterate=Observation:subject&_revinclude:iterate=Encounter:subject"))
        .containsExactlyInAnyOrder("observation", "patient", "encounter");
  }

  @Test
  void aRingOfReferencesEnds() {
    assertThat(included("Organization?_id=KEY-part&_include:iterate=Organization:partof"))
        .containsExactly("whole");
    assertThat(included("Organization?_id=KEY-part,KEY-whole&_include:iterate=Organization:partof"))
        .isEmpty();
  }

  @Test
  void severalTypesIncludeTheirOwn() {
    assertThat(
            included(
                "?_type=Observation,Patient&_id=KEY-observation,KEY-patient"
                    + "&_include=Observation:encounter&_include=Patient:organization"))
        .containsExactlyInAnyOrder("encounter", "part");
  }

  @ParameterizedTest
  @CsvSource({
    "QuestionnaireResponse?_id=KEY-exact&_include=QuestionnaireResponse:questionnaire,"
        + " questionnaire1",
    "QuestionnaireResponse?_id=KEY-open&_include=QuestionnaireResponse:questionnaire,"
        + " questionnaire1 questionnaire2",
    "QuestionnaireResponse?_id=KEY-elsewhere&_include=QuestionnaireResponse:questionnaire,",
    "QuestionnaireResponse?_id=KEY-exact&_include=*, questionnaire1",
    "QuestionnaireResponse?_id=KEY-exact&_include=QuestionnaireResponse:*:Questionnaire,"
        + " questionnaire1",
    "Questionnaire?_id=KEY-questionnaire1&_revinclude=QuestionnaireResponse:questionnaire,"
        + " exact open",
    "Questionnaire?_id=KEY-questionnaire2&_revinclude=QuestionnaireResponse:questionnaire, open",
    "Questionnaire?_id=KEY-questionnaire2&_revinclude=*, open"
  })
  void canonicalReferencesLeadToWhatHasTheUrlHere(String search, String expected) {
    assertThat(included(search)).containsExactlyInAnyOrder(split(expected));
  }

  @Test
  void whatIsIncludedComesOnceAndBehindTheMatches() {
    Answer answer =
        http()
            .get(
                "Encounter?_id=%1$s-encounter&_include=Encounter:subject&_include=Encounter:patient"
                        .formatted(key)
                    + "&_revinclude=Observation:encounter&_include:iterate=Observation:subject");
    List<String> modes = answer.json().findValuesAsText("mode");
    assertThat(modes).isEqualTo(Arrays.asList("match", "include", "include"));
  }
}
