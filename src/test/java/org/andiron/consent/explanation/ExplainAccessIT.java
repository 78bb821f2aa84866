package org.andiron.consent.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code Patient/[id]/$explain-access}, for whom it is and what it says. */
class ExplainAccessIT extends ConsentIT {

  private static final String NURSE = "Practitioner/test-nurse";
  private static final String DENY_NURSE_GLUCOSE =
      "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference': '"
          + NURSE
          + "'}}], 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}]}";

  @Autowired private Accounts accounts;

  private String herself = "";

  /** The patient who signs in has the record of the test. */
  @BeforeEach
  void theirOwnRecord() {
    patient = "Patient/test-patient";
    if (herself.isEmpty()) {
      Answer stored =
          as(backend).put(patient, "{\"resourceType\": \"Patient\", \"id\": \"test-patient\"}");
      assertThat(stored.status()).as(stored.body()).isIn(200, 201);
      herself = new UserTokens(this).of(TestUsers.PATIENT, "user/*.rs");
    }
  }

  @AfterEach
  void withoutConsents() {
    for (String consent : found(officer, "Consent?patient=test-patient&status=active")) {
      assertThat(as(officer).delete(consent).status()).isEqualTo(200);
    }
  }

  private Answer ask(String token, String query) {
    return as(token).get(patient + "/$explain-access?" + query);
  }

  private Parameters explained(String token, String query) {
    return parameters(ask(token, query));
  }

  private Parameters parameters(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return fhirContext().newJsonParser().parseResource(Parameters.class, answer.body());
  }

  private static String text(Type value) {
    return value instanceof Reference reference ? reference.getReference() : value.primitiveValue();
  }

  private static String value(Parameters parameters, String name) {
    return text(parameters.getParameter(name).getValue());
  }

  private static ParametersParameterComponent part(
      ParametersParameterComponent parameter, String name) {
    return parameter.getPart().stream()
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name));
  }

  private static List<ParametersParameterComponent> all(Parameters parameters, String name) {
    return parameters.getParameter().stream().filter(it -> it.getName().equals(name)).toList();
  }

  private static List<String> considered(Parameters parameters) {
    return all(parameters, "considered").stream()
        .map(it -> text(part(it, "source").getValue()))
        .toList();
  }

  private String scoreOf(String input) {
    return stored(
        "RiskAssessment",
        "{'resourceType': 'RiskAssessment', 'status': 'final', 'subject': {'reference':"
            + " 'PATIENT'}, 'basis': [{'reference': '"
            + input
            + "'}]}");
  }

  /** It says what it was computed from. */
  @Test
  void aScoreIsDeniedWithItsInputs() {
    String glucose = observation("2339-0");
    String score = scoreOf(glucose);
    String asked = "actor=" + NURSE + "&role=nurse&resource=" + score;
    assertThat(value(explained(officer, asked), "decision")).isEqualTo("permit");
    assertThat(status(nurse, score)).isEqualTo(200);
    String denies = consent(DENY_NURSE_GLUCOSE);

    assertThat(status(nurse, score)).isEqualTo(404);
    for (String token : List.of(herself, officer)) {
      Parameters answer = explained(token, asked);
      assertThat(value(answer, "decision")).isEqualTo("deny");
      assertThat(text(part(answer.getParameter("rule"), "code").getValue()))
          .isEqualTo("tells-of-withheld");
      assertThat(text(part(answer.getParameter("decidedBy"), "source").getValue()))
          .isEqualTo(denies + "/_history/1");
      assertThat(all(answer, "told").stream().map(it -> text(it.getValue())).toList())
          .isEqualTo(token.equals(officer) ? List.of(glucose) : List.of());
    }
    String ofType = "actor=" + NURSE + "&role=nurse&type=RiskAssessment";
    assertThat(text(part(explained(officer, ofType).getParameter("count"), "decision").getValue()))
        .isEqualTo("deny");
  }

  /** A score does not come to be known by the deletion of what it was computed from. */
  @Test
  void aScoreIsDeniedWithAnInputThatWasDeleted() {
    String glucose = observation("2339-0");
    String score = scoreOf(glucose);
    String asked = "actor=" + NURSE + "&role=nurse&resource=" + score;
    assertThat(as(backend).delete(glucose).status()).isEqualTo(200);
    assertThat(value(explained(officer, asked), "decision")).isEqualTo("permit");
    assertThat(status(nurse, score)).isEqualTo(200);
    consent(DENY_NURSE_GLUCOSE);

    assertThat(status(nurse, score)).isEqualTo(404);
    Parameters answer = explained(officer, asked);
    assertThat(value(answer, "decision")).isEqualTo("deny");
    assertThat(text(part(answer.getParameter("rule"), "code").getValue()))
        .isEqualTo("tells-of-withheld");
    assertThat(value(answer, "told")).isEqualTo(glucose);
  }

  @Test
  void theDecisionAndWhatDecidedAndWhyTheOthersDidNot() {
    String glucose = observation("2339-0");
    String denies = consent(DENY_NURSE_GLUCOSE);
    String over =
        consent("{'type': 'deny', 'period': {'start': '2001-01-01', 'end': '2001-12-31'}}");
    String elsewhere =
        consent(
            "{'type': 'deny', 'purpose': [{'system':"
                + " 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': 'HPAYMT'}]}");

    for (String token : List.of(herself, officer)) {
      Parameters answer = explained(token, "actor=" + NURSE + "&role=nurse&resource=" + glucose);
      assertThat(value(answer, "decision")).isEqualTo("deny");
      assertThat(value(answer, "algorithm")).isEqualTo("andiron-consent-2");
      assertThat(answer.getParameter("purpose").getValue().toString()).isNotEmpty();
      assertThat(text(part(answer.getParameter("rule"), "code").getValue()))
          .isEqualTo("consent-denies");
      ParametersParameterComponent by = answer.getParameter("decidedBy");
      assertThat(text(part(by, "source").getValue())).isEqualTo(denies + "/_history/1");
      assertThat(text(part(by, "provision").getValue())).isEqualTo("Consent.provision");
      assertThat(value(answer, "breakGlassWouldHelp")).isEqualTo("false");
      assertThat(value(answer, "resource")).isEqualTo(glucose + "/_history/1");

      for (ParametersParameterComponent source : all(answer, "considered")) {
        String named = text(part(source, "source").getValue());
        if (named.startsWith(elsewhere)) {
          assertThat(text(part(part(part(source, "provision"), "reason"), "code").getValue()))
              .isEqualTo("other-purpose");
          assertThat(text(part(part(source, "reason"), "code").getValue()))
              .isEqualTo("no-provision-applies");
        } else if (named.startsWith(over)) {
          assertThat(text(part(part(source, "reason"), "code").getValue()))
              .isEqualTo("period-over");
        }
      }
      assertThat(considered(answer))
          .contains(
              denies + "/_history/1",
              elsewhere + "/_history/1",
              over + "/_history/1",
              "https://profiles.ihe.net/ITI/PCF/Policy-all-normal");
    }

    Parameters others =
        explained(herself, "actor=Practitioner/somebody-else&purpose=TREAT&resource=" + glucose);
    assertThat(value(others, "decision")).isEqualTo("permit");
    assertThat(text(part(others.getParameter("rule"), "code").getValue()))
        .isEqualTo("implicit-policy-permits");
  }

  @Test
  void purposeTimeActionAndRoleArePartsOfTheQuestion() {
    String glucose = observation("2339-0");
    consent(
        "{'type': 'deny', 'period': {'start': '2030-01-01'}, 'purpose': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': 'TREAT'}], 'action':"
            + " [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/consentaction',"
            + " 'code': 'correct'}]}]}");
    String question = "actor=" + NURSE + "&resource=" + glucose;
    String denied = question + "&purpose=TREAT&action=correct&time=2031-01-01T00:00:00Z";

    assertThat(value(explained(herself, denied), "decision")).isEqualTo("deny");
    for (String other :
        List.of(
            denied.replace("2031", "2029"),
            denied.replace("correct", "access"),
            denied.replace("TREAT", "HRESCH"))) {
      assertThat(value(explained(herself, other), "decision")).as(other).isEqualTo("permit");
    }
    String byRole = denied.replace("purpose=TREAT", "role=nurse");
    assertThat(value(explained(herself, byRole), "decision")).isEqualTo("deny");
    Parameters body = new Parameters();
    body.addParameter().setName("actor").setValue(new Reference(NURSE));
    body.addParameter().setName("resource").setValue(new Reference(glucose));
    body.addParameter().setName("action").setValue(new CodeType("correct"));
    Answer posted =
        as(herself)
            .post(
                patient + "/$explain-access",
                fhirContext().newJsonParser().encodeResourceToString(body));
    assertThat(value(parameters(posted), "decision")).isEqualTo("permit");
  }

  @Test
  void rolesAndPurposeAreThoseOfTheAccount() {
    String weight = observation("29463-7");
    String doctor = "Practitioner/explained-" + mark;
    Person.create(accounts, "Doc", doctor, "physician");

    Parameters answer = explained(herself, "actor=" + doctor + "&resource=" + weight);

    assertThat(value(answer, "role")).isEqualTo("physician");
    assertThat(ask(herself, "actor=" + doctor + "&resource=" + weight).body()).contains("TREAT");
  }

  @Test
  void anAccountOfAnotherPatientIsNotToldToThePatient() {
    String weight = observation("29463-7");
    String other = "Patient/explained-" + mark;
    Person.create(accounts, "Other", other, "patient");
    String question = "actor=" + other + "&resource=" + weight;

    assertThat(explained(herself, question).hasParameter("role")).isFalse();
    assertThat(value(explained(officer, question), "role")).isEqualTo("patient");
  }

  @Test
  void ofATypeTheCountsAndSomeOfThem() {
    for (String observation : found(backend, "Observation?subject=" + patient)) {
      assertThat(as(backend).delete(observation).status()).isEqualTo(200);
    }
    List<String> glucose = List.of(observation("2339-0"), observation("2339-0"));
    String weight = observation("29463-7");
    consent(DENY_NURSE_GLUCOSE);

    Answer answer =
        ask(herself, "actor=" + NURSE + "&role=nurse&type=Observation&_count=2&_offset=1");
    Parameters parameters = parameters(answer);

    assertThat(value(parameters, "total")).isEqualTo("3");
    assertThat(all(parameters, "count"))
        .extracting(
            it -> text(part(it, "decision").getValue()), it -> text(part(it, "value").getValue()))
        .containsExactly(tuple("deny", "2"), tuple("permit", "1"));
    assertThat(all(parameters, "access"))
        .extracting(
            it -> text(part(it, "resource").getValue()),
            it -> text(part(it, "decision").getValue()))
        .containsExactly(
            tuple(glucose.get(1) + "/_history/1", "deny"), tuple(weight + "/_history/1", "permit"));
    assertThat(value(parameters, "note")).contains("2 of 3");
  }

  @Test
  void nobodyElseIsToldAnything() {
    String weight = observation("29463-7");
    String question = "actor=" + NURSE + "&resource=" + weight;
    UserTokens users = new UserTokens(this);

    assertThat(ask(nurse, question).status()).isEqualTo(403);
    assertThat(ask(physician, question).status()).isEqualTo(403);
    assertThat(ask(backend, question).status()).isEqualTo(403);
    assertThat(ask(users.of(TestUsers.RELATIVE, "user/*.rs"), question).status()).isEqualTo(403);
    assertThat(ask(users.of(TestUsers.PATIENT, "user/Observation.rs"), question).status())
        .isEqualTo(403);
    assertThat(http().get(patient + "/$explain-access?" + question).status()).isEqualTo(401);

    // A neighbour's record, and what is not of this one, are like nothing at all.
    String neighbour =
        stored("Patient", "{'resourceType': 'Patient', 'name': [{'family': 'MARK'}]}");
    String own = patient;
    patient = neighbour;
    String theirs = observation("29463-7");
    Answer ofNeighbour = ask(herself, "actor=" + NURSE + "&resource=" + theirs);
    patient = own;
    assertThat(ofNeighbour.status()).isEqualTo(404);
    Answer notThere =
        as(herself).get("Patient/nobody/$explain-access?actor=" + NURSE + "&type=Observation");
    assertThat(notThere.status()).isEqualTo(404);
    assertThat(issue(ofNeighbour).replace(neighbour, "Patient/nobody")).isEqualTo(issue(notThere));
    Answer foreign = ask(herself, "actor=" + NURSE + "&resource=" + theirs);
    Answer invented = ask(herself, "actor=" + NURSE + "&resource=Observation/invented");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(issue(foreign).replace(theirs, "Observation/invented")).isEqualTo(issue(invented));
    assertThat(ask(officer, "actor=" + NURSE + "&resource=" + theirs).status()).isEqualTo(404);
  }

  private static String issue(Answer answer) {
    return answer.json().path("issue").path(0).path("diagnostics").asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "resource=Observation/1; 'actor'",
        "actor=Practitioner/1; 'resource'",
        "actor=Practitioner/1&resource=Observation/1&type=Observation; 'resource'",
        "actor=Observation/1&resource=Observation/1; 'actor'",
        "actor=nobody&resource=Observation/1; 'actor'",
        "actor=Practitioner/1&resource=Observation/1/_history/2; version",
        "actor=Practitioner/1&resource=Foo/1; 'resource'",
        "actor=Practitioner/1&type=Foo; 'type'",
        "actor=Practitioner/1&type=Observation&_count=501; '_count'",
        "actor=Practitioner/1&resource=Observation/1&_count=5; 'type'",
        "actor=Practitioner/1&resource=Observation/1&purpose=FOO; 'purpose'",
        "actor=Practitioner/1&resource=Observation/1&purpose=urn:x%7CTREAT; 'purpose'",
        "actor=Practitioner/1&resource=Observation/1&role=wizard; 'role'",
        "actor=Practitioner/1&resource=Observation/1&action=look; 'action'",
        "actor=Practitioner/1&resource=Observation/1&channel=pigeon; 'channel'",
        "actor=Practitioner/1&resource=Observation/1&time=2026-01-01; 'time'",
        "actor=Practitioner/1&resource=Observation/1&time=soon; time",
        "actor=Practitioner/1&resource=Observation/1&purpos=TREAT; purpos",
      })
  void whatCannotBeUnderstoodIsRefusedWithWords(String query, String word) {
    Answer answer = ask(officer, query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(issue(answer)).contains(word);
  }

  /** A rule as a legal policy would make it, of one resource. */
  private void forbidByLaw(String resource) {
    ResourceRef self = ResourceRef.ofRelative(resource).orElseThrow();
    ResourceRef owner = ResourceRef.ofRelative(patient).orElseThrow();
    String rule =
        new AccessRuleCompiler(
                CodeSubsumption.EQUALITY,
                new ConsentPolicies(
                    List.of(
                        new LegalPolicy(
                            "urn:court:" + mark,
                            "",
                            owner,
                            false,
                            new Provision("rule", ProvisionType.DENY, List.of(), List.of()))),
                    new ImplicitPolicy(
                        "urn:any",
                        "",
                        List.of(new ImplicitPolicy.Permit(Set.of(), Set.of(), null)),
                        false),
                    BreakGlassPolicy.NOBODY,
                    false),
                Instant.now())
            .ofPatient(owner, List.of())
            .ofWhole(ResourceFacts.of(self).patients(owner).build())
            .text();
    jdbc()
        .update(
            "insert into andiron.access_rule (id, hash, rule) select max(id) + 1, ?, ? from"
                + " andiron.access_rule on conflict do nothing",
            sha256(rule),
            rule);
    jdbc()
        .update(
            "insert into andiron.ruled (res_id, patient, rule, from_version) select r.res_id,"
                + " p.res_id, a.id, 1 from hfj_resource r, hfj_resource p, andiron.access_rule a"
                + " where r.res_type = ? and r.fhir_id = ? and p.res_type = 'Patient' and"
                + " p.fhir_id = ? and a.rule = ?",
            self.type(),
            self.id(),
            owner.id(),
            rule);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatLawHidesFromThePatientIsUnknownHereToo() {
    consent(DENY_NURSE_GLUCOSE);
    String report =
        stored(
            "Procedure",
            "{'resourceType': 'Procedure', 'status': 'completed', 'subject': {'reference':"
                + " 'PATIENT'}}");
    String question = "actor=" + NURSE + "&resource=" + report;
    assertThat(ask(herself, question).status()).isEqualTo(200);
    String list = "actor=" + NURSE + "&type=Procedure";
    int before = Integer.parseInt(value(explained(herself, list), "total"));

    forbidByLaw(report);

    assertThat(status(herself, report)).isEqualTo(404);
    assertThat(ask(herself, question).status()).isEqualTo(404);
    assertThat(explained(herself, list).getParameter("total").getValue().primitiveValue())
        .isEqualTo(Integer.toString(before - 1));
    assertThat(ask(herself, list).body()).doesNotContain(report);
    assertThat(ask(officer, question).status()).isEqualTo(200);
  }

  @Test
  void whatAnotherPatientConsentsToIsNotTold() {
    String own = patient;
    patient = stored("Patient", "{'resourceType': 'Patient', 'name': [{'family': 'MARK'}]}");
    String neighbour = patient;
    patient = own;
    String shared =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'code': {'text': 'x'}, 'subject':"
                + " {'reference': 'PATIENT'}, 'performer': [{'reference': '"
                + neighbour
                + "'}]}");
    patient = neighbour;
    String theirConsent = consent("{'type': 'deny'}");
    patient = own;
    String question = "actor=" + NURSE + "&role=nurse&resource=" + shared;

    Answer toOfficer = ask(officer, question);
    assertThat(toOfficer.body()).contains(theirConsent).contains("consent-denies");

    // Theirs hides it from her too: she is not its only patient.
    assertThat(ask(herself, question).status()).isEqualTo(status(herself, shared));
    assertThat(ask(herself, question).body()).doesNotContain(theirConsent);
  }
}
