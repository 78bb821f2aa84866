package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

/** What GraphQL lists for somebody is what a search finds for them, whatever patients withhold. */
class GraphQlAsRestIT extends ConsentIT {

  private static final int QUERIES = 120;
  private static final int ALL = 200;
  private static final List<String> CODES = List.of("2339-0", "29463-7", "8480-6");
  private static final List<String> TYPES =
      List.of("Patient", "Observation", "Condition", "Encounter");

  private static final String DENIED_CODE =
      "{'type': 'deny', 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}]}";
  private static final String DENIED_TYPE =
      "{'type': 'deny', 'class': [{'system': 'http://hl7.org/fhir/resource-types',"
          + " 'code': 'Condition'}]}";
  private static final String DENIED_NURSE =
      "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
          + " 'Practitioner/test-nurse'}}]}";

  private final Random random = new Random(28);
  private final List<String> patients = new ArrayList<>();
  private final Map<String, List<String>> known = new HashMap<>();

  private String tag = "";

  private void records() {
    tag = mark;
    for (String provision :
        new String[] {"", "", DENIED_CODE, DENIED_TYPE, DENIED_NURSE, DENY_ALL, ""}) {
      patient = keep("Patient", "'name': [{'family': '" + tag + "'}]");
      patients.add(patient);
      String stay =
          keep(
              "Encounter",
              "'status': 'finished', 'class': {'system':"
                  + " 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'AMB'},"
                  + " 'subject': {'reference': 'PATIENT'}");
      for (String code : CODES) {
        String coded =
            "'code': {'coding': [{'system': 'http://loinc.org', 'code': '" + code + "'}]}";
        keep(
            "Observation",
            "'status': 'final', 'subject': {'reference': 'PATIENT'}, 'encounter': {'reference': '"
                + stay
                + "'}, "
                + coded);
        keep("Condition", "'subject': {'reference': 'PATIENT'}, " + coded);
      }
      if (!provision.isEmpty()) {
        consent(provision);
      }
    }
  }

  private String keep(String type, String elements) {
    String reference =
        stored(
            type,
            "{'resourceType': '"
                + type
                + "', 'meta': {'tag': [{'system': 'urn:graph', 'code': 'MARK'}]}, "
                + elements
                + "}");
    known.computeIfAbsent(type, it -> new ArrayList<>()).add(reference);
    return reference;
  }

  @Test
  void listsHaveWhatSearchesFind() {
    records();
    Map<String, String> callers =
        Map.of("nurse", nurse, "physician", physician, "backend", backend);
    for (int i = 0; i < QUERIES; i++) {
      String who = any(new ArrayList<>(new TreeSet<>(callers.keySet())));
      String type = any(TYPES);
      Map<String, String> criteria = criteria(type);
      String token = callers.get(who);
      Set<String> found = new TreeSet<>(found(token, search(type, criteria)));
      JsonNode data = data(token, query(type, criteria));

      assertThat(ids(type, data.path("list")))
          .as("%s: %s %s", who, type, criteria)
          .isEqualTo(found);
      Set<String> paged = new TreeSet<>();
      for (JsonNode edge : data.path("paged").path("edges")) {
        paged.add(type + "/" + edge.path("resource").path("id").asText());
      }
      assertThat(paged).as("%s: pages of %s %s", who, type, criteria).isEqualTo(found);
    }
    for (String type : TYPES) {
      assertThat(found(nurse, search(type, Map.of())))
          .as("something of it is withheld: %s", type)
          .hasSizeLessThan(known.get(type).size())
          .isNotEmpty();
    }
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private Map<String, String> criteria(String type) {
    Map<String, String> criteria = new TreeMap<>();
    if (random.nextInt(4) == 0) {
      String reference = any(known.get(type));
      criteria.put("_id", reference.substring(reference.indexOf('/') + 1));
    }
    if (!type.equals("Patient") && random.nextInt(3) == 0) {
      criteria.put("patient", any(patients));
    }
    if (Set.of("Observation", "Condition").contains(type) && random.nextInt(3) == 0) {
      criteria.put("code", any(CODES));
    }
    if (type.equals("Observation") && random.nextInt(3) == 0) {
      criteria.put("encounter", any(known.get("Encounter")));
    }
    return criteria;
  }

  private String search(String type, Map<String, String> criteria) {
    StringBuilder search = new StringBuilder(type + "?_count=" + ALL + "&_tag=" + tag);
    criteria.forEach((name, value) -> search.append('&').append(name).append('=').append(value));
    return search.toString();
  }

  private String query(String type, Map<String, String> criteria) {
    StringBuilder arguments = new StringBuilder("_count:" + ALL + ",_tag:\"" + tag + "\"");
    criteria.forEach(
        (name, value) ->
            arguments.append(',').append(name).append(":\"").append(value).append('"'));
    return "{list: %sList(%s){id} paged: %sConnection(%s){edges{resource{id}}}}"
        .formatted(type, arguments, type, arguments);
  }

  private JsonNode data(String token, String query) {
    Answer answer =
        as(token).get("$graphql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    assertThat(answer.status()).as("%s: %s", query, answer.body()).isEqualTo(200);
    return answer.json().path("data");
  }

  private static Set<String> ids(String type, JsonNode list) {
    Set<String> ids = new TreeSet<>();
    list.forEach(it -> ids.add(type + "/" + it.path("id").asText()));
    return ids;
  }

  @Test
  void whatRefersToOneIsWhatASearchFinds() {
    records();
    for (String token : List.of(nurse, physician, backend)) {
      JsonNode list =
          data(
                  token,
                  "{list: PatientList(_tag:\""
                      + tag
                      + "\",_count:"
                      + ALL
                      + "){id"
                      + " ObservationList(_reference:patient){id}"
                      + " ConditionList(_reference:patient){id}"
                      + " EncounterList(_reference:patient){id"
                      + " ObservationList(_reference:encounter){id}}}}")
              .path("list");
      assertThat(ids("Patient", list))
          .isEqualTo(new TreeSet<>(found(token, "Patient?_tag=" + tag + "&_count=" + ALL)));
      for (JsonNode one : list) {
        String id = one.path("id").asText();
        for (String type : List.of("Observation", "Condition", "Encounter")) {
          assertThat(ids(type, one.path(type + "List")))
              .isEqualTo(new TreeSet<>(found(token, type + "?patient=" + id + "&_count=" + ALL)));
        }
        for (JsonNode stay : one.path("EncounterList")) {
          assertThat(ids("Observation", stay.path("ObservationList")))
              .isEqualTo(
                  new TreeSet<>(found(token, "Observation?encounter=" + stay.path("id").asText())));
        }
      }
    }
  }
}
