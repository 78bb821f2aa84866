package org.andiron.consent.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Test;

/** What a draft changes of resources that tell of others is what changes once it is active. */
class EvaluateTellingIT extends EvaluationIT {

  private static final String GLUCOSE = "2339-0";
  private static final String WEIGHT = "29463-7";

  private String score(String... basis) {
    return stored(
        "RiskAssessment",
        "{'resourceType': 'RiskAssessment', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
            + " 'basis': ["
            + references(basis)
            + "]}");
  }

  private String provenance(String... targets) {
    return stored(
        "Provenance",
        "{'resourceType': 'Provenance', 'target': ["
            + references(targets)
            + "], 'recorded': '2026-01-01T00:00:00Z', 'agent': [{'who': {'display': 'A"
            + " clinic'}}]}");
  }

  private static String references(String... targets) {
    return Stream.of(targets)
        .map(it -> "{'reference': '" + it + "'}")
        .collect(Collectors.joining(", "));
  }

  private String bundleOfGlucose() {
    return stored(
        "Bundle",
        "{'resourceType': 'Bundle', 'type': 'collection', 'timestamp': '2026-01-01T00:00:00Z',"
            + " 'entry': [{'fullUrl': 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1', 'resource':"
            + " {'resourceType': 'Condition', 'subject': {'reference': 'PATIENT'}, 'code':"
            + " {'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}}}]}");
  }

  private String scoreOfWhatWasDeleted() {
    String deleted = observation(GLUCOSE);
    String score = score(deleted);
    assertThat(as(backend).delete(deleted).status()).isEqualTo(200);
    return score;
  }

  private static String ofType(String type) {
    return ", 'class': [{'system': 'http://hl7.org/fhir/resource-types', 'code': '" + type + "'}]";
  }

  /** Of another patient, who has a consent or none. */
  private String scoreOfAnother(String basis, String... consents) {
    String subject = patient;
    patient = stored("Patient", "{'resourceType': 'Patient'}");
    Stream.of(consents).forEach(this::consent);
    String score = score(basis);
    patient = subject;
    return score;
  }

  private String physicianWhoIsTheDoctor() {
    Person person = Person.create(accounts, "Doc", doctor, "physician");
    return new UserTokens(this).of(person.username(), "user/*.rs");
  }

  private Map<String, Boolean> readable(String token, List<String> resources) {
    Map<String, Boolean> readable = new LinkedHashMap<>();
    for (String resource : resources) {
      int status = status(token, resource);
      assertThat(status).as(resource).isIn(200, 404);
      readable.put(resource, status == 200);
    }
    return readable;
  }

  /** Such as {@code lose RiskAssessment 2}. */
  private static List<String> counts(Parameters answer) {
    return parts(answer, "count").stream()
        .peek(it -> assertThat(it).contains("role=physician", "purpose=TREAT", "people=1"))
        .map(
            it ->
                it.get(0).replace("change=", "")
                    + it.get(2).replace("type=", " ")
                    + it.get(5).replace("accesses=", " "))
        .sorted()
        .toList();
  }

  private static List<String> changes(Map<String, Boolean> before, Map<String, Boolean> after) {
    Map<String, Integer> counts = new TreeMap<>();
    before.forEach(
        (resource, readable) -> {
          if (!readable.equals(after.get(resource))) {
            counts.merge(
                (readable ? "lose " : "gain ") + resource.substring(0, resource.indexOf('/')),
                1,
                Integer::sum);
          }
        });
    return counts.entrySet().stream().map(it -> it.getKey() + " " + it.getValue()).toList();
  }

  private void sampleIsAsEnforced(
      Parameters answer, Map<String, Boolean> before, Map<String, Boolean> after) {
    List<List<String>> sample = parts(answer, "sample");
    assertThat(sample).isNotEmpty();
    for (List<String> one : sample) {
      String resource = one.get(1).replace("resource=", "");
      assertThat(before).as(one.toString()).containsKey(resource);
      assertThat(one)
          .containsExactly(
              "actor=" + doctor,
              "resource=" + resource,
              "purpose=TREAT",
              "before=" + (Boolean.TRUE.equals(before.get(resource)) ? "permit" : "deny"),
              "after=" + (Boolean.TRUE.equals(after.get(resource)) ? "permit" : "deny"));
    }
  }

  @Test
  void whatTellsOfWhatIsLostIsLostToo() {
    String token = physicianWhoIsTheDoctor();
    String scoreOfBoth = score(glucose, weight);
    String elsewhere = scoreOfAnother(glucose);
    List<String> all =
        List.of(
            patient,
            glucose,
            weight,
            scoreOfBoth,
            score(weight),
            scoreOfWhatWasDeleted(),
            provenance(glucose + "/_history/1", weight),
            provenance(scoreOfBoth),
            provenance(weight),
            bundleOfGlucose(),
            elsewhere,
            provenance(elsewhere),
            scoreOfAnother(glucose, denyDoctor("")),
            scoreOfAnother(weight));
    String draft = draft("draft", denyDoctor(ofCode(GLUCOSE)));

    Parameters answer = parameters(evaluate(officer, draft));

    // Whosever record they are part of, all tell of this one.
    assertThat(value(answer, "resources")).isEqualTo(String.valueOf(all.size()));
    assertThat(counts(answer))
        .containsExactly(
            "lose Bundle 1", "lose Observation 1", "lose Provenance 3", "lose RiskAssessment 3");

    Map<String, Boolean> before = readable(token, all);
    assertThat(as(officer).post("Consent", draft.replace("\"draft\"", "\"active\"")).status())
        .isEqualTo(201);
    Map<String, Boolean> after = readable(token, all);
    assertThat(changes(before, after)).isEqualTo(counts(answer));
    sampleIsAsEnforced(answer, before, after);
  }

  @Test
  void whatTellsOfWhatIsGainedIsGainedUnlessItTellsOfMore() {
    String token = physicianWhoIsTheDoctor();
    String replaced = consent(denyDoctor(ofType("Observation")));
    consent(denyDoctor(ofCode(WEIGHT)));
    String condition =
        stored(
            "Condition",
            "{'resourceType': 'Condition', 'subject': {'reference': 'PATIENT'}, 'code': {'text':"
                + " 'x'}}");
    String scoreOfGlucose = score(glucose);
    List<String> all =
        List.of(
            patient,
            glucose,
            weight,
            condition,
            scoreOfGlucose,
            score(glucose, weight),
            score(glucose, condition),
            score(condition),
            scoreOfWhatWasDeleted(),
            provenance(scoreOfGlucose),
            provenance(scoreOfGlucose, condition),
            provenance(weight),
            bundleOfGlucose(),
            scoreOfAnother(glucose),
            scoreOfAnother(glucose, denyDoctor("")));
    String draft =
        draft("draft", denyDoctor(ofType("Condition")))
            .replaceFirst("\\{", "{\"id\": \"" + replaced.split("/", -1)[1] + "\", ");

    Parameters answer = parameters(evaluate(officer, draft));

    // The two Consents are of the record, too.
    assertThat(value(answer, "resources")).isEqualTo(String.valueOf(all.size() + 2));
    assertThat(counts(answer))
        .containsExactly(
            "gain Observation 1",
            "gain Provenance 1",
            "gain RiskAssessment 3",
            "lose Bundle 1",
            "lose Condition 1",
            "lose RiskAssessment 1");

    Map<String, Boolean> before = readable(token, all);
    Answer activated = as(officer).put(replaced, draft.replace("\"draft\"", "\"active\""));
    assertThat(activated.status()).as(activated.body()).isEqualTo(200);
    Map<String, Boolean> after = readable(token, all);
    assertThat(changes(before, after)).isEqualTo(counts(answer));
    sampleIsAsEnforced(answer, before, after);
  }

  @Test
  void patientsAreNotToldOfTheRecordsOfOthers() {
    String other = patient;
    String code = ofCode(mark);
    assertThat(
            as(backend)
                .put(
                    "Patient/test-patient",
                    "{\"resourceType\": \"Patient\", \"id\": \"test-patient\"}")
                .status())
        .isIn(200, 201);
    patient = "Patient/test-patient";
    String own = observation(mark);
    score(own);
    scoreOfAnother(own);
    String draft = draft("draft", denyDoctor(code));

    String herself = new UserTokens(this).of(TestUsers.PATIENT, "user/*.rs");
    assertThat(parts(parameters(evaluate(herself, draft)), "count"))
        .containsExactlyInAnyOrder(
            List.of("change=lose", "type=Observation", "purpose=TREAT", "people=1", "accesses=1"),
            List.of(
                "change=lose", "type=RiskAssessment", "purpose=TREAT", "people=1", "accesses=1"));
    assertThat(parts(parameters(evaluate(officer, draft)), "count"))
        .contains(
            List.of(
                "change=lose", "type=RiskAssessment", "purpose=TREAT", "people=1", "accesses=2"));
    patient = other;
  }
}
