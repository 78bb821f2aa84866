package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * References with labels of their own: nobody finds anything by them, because finding tells what
 * they say. References of the same resource without labels are as ever.
 */
class MaskedReferencesIT extends ConsentIT {

  private static final String LABEL =
      "'extension': [{'url': 'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/"
          + "extension-inline-sec-label', 'valueCoding':"
          + " {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'PSY'}}], ";

  private static final String PSY =
      "'securityLabel': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code':"
          + " 'PSY'}]";

  private String hidden = "";
  private String shown = "";
  private String observation = "";

  @BeforeEach
  void anObservationOneOfWhosePerformersIsLabelled() {
    hidden = practitioner("hidden");
    shown = practitioner("shown");
    observation = stored("Observation", performedBy(LABEL));
    consent(
        "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}], "
            + PSY
            + "}");
  }

  private String practitioner(String name) {
    return stored(
        "Practitioner",
        "{'resourceType': 'Practitioner', 'name': [{'family': 'NAMEMARK'}]}".replace("NAME", name));
  }

  private String performedBy(String label) {
    return performedBy(label, hidden);
  }

  private String performedBy(String label, String labelled) {
    return ("{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
            + " 'PATIENT'}, 'code': {'text': 'MARK'}, 'performer': [{LABEL 'reference':"
            + " 'LABELLED'}, {'reference': 'SHOWN'}]}")
        .replace("LABEL ", label)
        .replace("LABELLED", labelled)
        .replace("SHOWN", shown);
  }

  private static String id(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  private String filled(String search, String practitioner) {
    return search
        .replace("NAME", (practitioner.equals(hidden) ? "hidden" : "shown") + mark)
        .replace("PID", id(patient))
        .replace("PATIENT", patient)
        .replace("OID", id(observation))
        .replace("ID", id(practitioner))
        .replace("WHO", practitioner);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation?performer=WHO",
        "Observation?patient=PATIENT&performer=WHO",
        "PATIENT/Observation?performer=WHO",
        "Observation?performer:Practitioner.name=NAME",
        "Observation?performer:below=WHO",
        "WHO/Observation",
        "Practitioner?_id=ID&_revinclude=Observation:performer",
        "Practitioner?_id=ID&_revinclude=*",
        "Patient?_id=PID&_has:Observation:patient:performer=WHO"
      })
  void nothingIsFoundByAMaskedReference(String search) {
    String found = search.startsWith("Patient?") ? patient : observation;
    for (String token : List.of(nurse, physician, backend)) {
      assertThat(foundBy(token, search, hidden)).doesNotContain(found);
      assertThat(foundBy(token, search, shown)).contains(found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation?_id=OID&_include=Observation:performer",
        "Observation?_id=OID&_include=*",
        "Practitioner?_has:Observation:performer:_id=OID",
        "PATIENT/$everything"
      })
  void aMaskedReferenceLeadsNowhere(String search) {
    for (String token : List.of(nurse, physician, backend)) {
      assertThat(foundBy(token, search, hidden)).contains(shown).doesNotContain(hidden);
    }
  }

  private List<String> foundBy(String token, String search, String practitioner) {
    return found(token, filled(search, practitioner));
  }

  @Test
  void whoMaySeeItSeesItAndReadsItsTarget() {
    assertThat(as(nurse).get(observation).body()).contains(shown).doesNotContain(hidden);
    assertThat(as(physician).get(observation).body()).contains(shown, hidden);
    assertThat(status(physician, hidden)).isEqualTo(200);
  }

  /** Of a Binary by what refers to it, or did once, or by what it says that it is part of. */
  @Test
  void aReferenceSaysNothingOfAWithheldBinary() {
    String secret = "secret" + mark;
    String linked = binary("");
    String document = stored("DocumentReference", document(linked));
    String formerly = binary("");
    String changed = stored("DocumentReference", document(formerly));
    Answer gone =
        as(backend)
            .put(
                changed,
                json(
                    document(linked).replace("'status'", "'id': '" + id(changed) + "', 'status'")));
    assertThat(gone.status()).as(gone.body()).isEqualTo(200);
    String part = binary(", 'securityContext': {'reference': '" + document + "'}");
    String plain = binary("");
    String list =
        stored(
            "List",
            "{'resourceType': 'List', 'status': 'current', 'mode': 'working', 'subject':"
                + " {'reference': 'PATIENT'}, 'title': 'MARK', 'entry': ["
                + Stream.of(linked, formerly, part)
                    .map(it -> entry(it, secret))
                    .collect(Collectors.joining(", ", "", ", "))
                + entry(plain, "shown")
                + "]}");
    for (String binary : List.of(linked, formerly, part)) {
      assertThat(status(nurse, binary)).isEqualTo(404);
      assertThat(status(physician, binary)).isEqualTo(200);
    }
    assertThat(as(nurse).get(list).body())
        .contains(linked, formerly, part, plain, "\"shown\"")
        .doesNotContain(secret);
    assertThat(as(physician).get(list).json().findValuesAsText("display"))
        .containsExactly(secret, secret, secret, "shown");
  }

  private String binary(String more) {
    return stored(
        "Binary",
        "{'resourceType': 'Binary', 'contentType': 'text/plain', 'data': 'YQ=='MORE}"
            .replace("MORE", more));
  }

  /** Withheld from the nurse. */
  private static String document(String binary) {
    return "{'resourceType': 'DocumentReference', 'meta': {'security': [{'system':"
        + " 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'PSY'}]}, 'status':"
        + " 'current', 'subject': {'reference': 'PATIENT'}, 'content': [{'attachment': {'url': '"
        + binary
        + "'}}]}";
  }

  private static String entry(String target, String display) {
    return "{'item': {'reference': '" + target + "', 'display': '" + display + "'}}";
  }

  /** The nurse's order would tell where the masked one is among others. */
  @Test
  void isNotSortedBy() {
    String one = ofPerformer("Practitioner/a");
    String other = ofPerformer("Practitioner/z");
    String search = "Observation?patient=" + patient + "&code:text=sorted&_sort=";
    assertThat(found(nurse, search + "performer"))
        .containsExactlyInAnyOrder(one, other)
        .isEqualTo(found(nurse, search + "-performer"));
  }

  private String ofPerformer(String like) {
    String target = like + mark;
    assertThat(
            as(backend)
                .put(target, "{\"resourceType\": \"Practitioner\", \"id\": \"" + id(target) + "\"}")
                .status())
        .isEqualTo(201);
    return stored(
        "Observation",
        ("{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
                + " 'code': {'text': 'sorted'}, 'performer': [{LABEL 'reference': 'TARGET'}]}")
            .replace("LABEL ", LABEL)
            .replace("TARGET", target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://elsewhere.example.org/Practitioner/MARK", "WHO/_history/1"})
  void neitherIsOneElsewhereOrToAVersion(String literal) {
    String target = json(filled(literal, hidden));
    String other = stored("Observation", performedBy(LABEL, target));
    String plain = stored("Observation", performedBy("", target));
    assertThat(found(nurse, "Observation?performer=" + target))
        .contains(plain)
        .doesNotContain(other);
  }

  @Test
  void aMaskedReferenceIsMissing() {
    String only = ofPerformer("Practitioner/m");
    String missing = "Observation?_id=" + id(only) + "&performer:missing=";
    for (String token : List.of(nurse, physician)) {
      assertThat(found(token, missing + "true")).containsExactly(only);
      assertThat(found(token, missing + "false")).isEmpty();
      assertThat(found(token, missing.replace(id(only), id(observation)) + "false"))
          .containsExactly(observation);
    }
  }

  @Test
  void theLinkFollowsTheLabelFromUpdateToUpdate() {
    String search = "Observation?performer=" + hidden;
    String withheld = observation("8302-2");
    consent(
        "{'type': 'deny', 'code': [{'coding': [{'system': 'http://loinc.org', 'code':"
            + " '8302-2'}]}]}");
    assertThat(status(physician, withheld)).as("has a role with policies").isEqualTo(404);
    int links = links();
    for (String writer : List.of(physician, backend)) {
      update(writer, performedBy(""));
      assertThat(found(physician, search)).containsExactly(observation);
      update(writer, performedBy(LABEL));
      assertThat(found(physician, search)).isEmpty();
      assertThat(found(nurse, "Observation?performer=" + shown)).containsExactly(observation);
      assertThat(links()).isEqualTo(links);
    }
    update(physician, performedBy(LABEL, shown));
    assertThat(as(backend).delete(hidden).status()).as("no link is left").isBetween(200, 204);
    assertThat(found(nurse, "Observation?performer=" + shown)).containsExactly(observation);
  }

  private int links() {
    return jdbc()
        .queryForList(
            "select l.pid from hfj_res_link l join hfj_resource r on r.res_id = l.src_resource_id"
                + " where r.fhir_id = ?",
            id(observation))
        .size();
  }

  private void update(String writer, String resource) {
    Answer answer =
        as(writer)
            .put(
                observation,
                json(resource.replace("'status'", "'id': '" + id(observation) + "', 'status'")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void isLabelledInATransactionToo() {
    String transaction =
        ("{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [{'fullUrl':"
                + " 'urn:uuid:8c1f3b1e-0000-4000-8000-000000000001', 'resource': {'resourceType':"
                + " 'Practitioner', 'name': [{'family': 'newMARK'}]}, 'request': {'method': 'POST',"
                + " 'url': 'Practitioner'}}, {'resource': RESOURCE, 'request': {'method': 'POST',"
                + " 'url': 'Observation'}}]}")
            .replace(
                "RESOURCE", performedBy(LABEL, "urn:uuid:8c1f3b1e-0000-4000-8000-000000000001"));
    Answer answer = as(backend).post("", json(transaction));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(found(nurse, "Observation?performer:Practitioner.name=new" + mark)).isEmpty();
    assertThat(found(nurse, "Observation?performer=" + shown)).hasSize(2);
  }

  /** What is part of a record is so by labelled references too: the patient's own app reads it. */
  @Test
  void aLabelledSubjectMakesItPartOfTheRecord() {
    String other =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {LABEL 'reference':"
                    .replace("LABEL ", LABEL)
                + " 'PATIENT'}, 'code': {'text': 'MARK'}}");
    assertThat(found(nurse, "Observation?patient=" + patient))
        .contains(observation)
        .doesNotContain(other);
    assertThat(found(nurse, patient + "/Observation")).contains(observation).doesNotContain(other);
    assertThat(found(nurse, patient + "/$everything")).contains(observation).doesNotContain(other);
    assertThat(status(nurse, other)).isEqualTo(200);
    consent(DENY_ALL);
    assertThat(status(nurse, other)).isEqualTo(404);
  }

  @Test
  void theTargetIsNotDeletedAndNobodyIsToldWhy() {
    assertThat(as(backend).get(observation).body()).contains(hidden);
    assertRefusedNaming(as(backend).delete(shown), Optional.of(observation));
    assertRefusedNaming(as(backend).delete(hidden), Optional.empty());
    consent("{'type': 'deny', " + PSY + "}");
    assertThat(as(backend).get(observation).body()).doesNotContain(hidden);
    assertRefusedNaming(as(backend).delete(hidden), Optional.empty());
    assertRefusedNaming(as(backend).post("", deleting(hidden, observation)), Optional.empty());
    String plain = stored("Observation", performedBy(""));
    assertRefusedNaming(as(backend).delete(hidden), Optional.of(plain));
    assertRefusedNaming(as(backend).post("", deleting(observation, hidden)), Optional.of(plain));
    Answer all = as(backend).post("", deleting(observation, plain, hidden));
    assertThat(all.status()).as(all.body()).isEqualTo(200);
  }

  private static String deleting(String... references) {
    return Stream.of(references)
        .map(it -> "{\"request\": {\"method\": \"DELETE\", \"url\": \"" + it + "\"}}")
        .collect(
            Collectors.joining(
                ", ",
                "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [",
                "]}"));
  }

  private void assertRefusedNaming(Answer answer, Optional<String> referrer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(409);
    if (referrer.isPresent()) {
      assertThat(answer.body()).contains(referrer.get());
    } else {
      assertThat(answer.body()).doesNotContain("performer", "Observation/");
    }
    if (!referrer.equals(Optional.of(observation))) {
      assertThat(answer.body()).doesNotContain(observation);
    }
  }

  @Test
  void criteriaOfAWriteDoNotTellOfIt() {
    String create =
        json(
            "{'resourceType': 'Observation', 'status': 'final', 'code': {'text': 'MARK'},"
                + " 'subject':"
                + " {'reference': 'PATIENT'}, 'performer': [{'reference': 'WHO'}]}"
                    .replace("WHO", hidden));
    Answer answer = as(backend).post("Observation", create, "If-None-Exist", "performer=" + hidden);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }
}
