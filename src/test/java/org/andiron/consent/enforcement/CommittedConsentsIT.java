package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.andiron.consent.ConsentProperties;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.intake.StoredReferences;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.visibility.Reader;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibleResources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** What is committed is in force, on every node and from the next request on; nothing else is. */
class CommittedConsentsIT extends ConsentIT {

  private static final String ACTION =
      "'action': [{'coding': [{'system':"
          + " 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': 'collect'}]}]";

  private static final String NOT_THE_NURSE =
      "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference':"
          + " {'reference': 'Practitioner/test-nurse'}}]}";

  @Autowired private DataSource dataSource;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private StoredReferences references;
  @Autowired private ConsentProperties properties;
  @Autowired private VisibleResources resources;

  private Node other;

  /**
   * One more node on the same database, which has read nothing yet but what it is asked.
   *
   * @param withheld by which what it answers is decided
   * @param consents as it writes by them
   */
  private record Node(WithheldRules withheld, PatientConsents consents) {}

  @BeforeEach
  void node() {
    RuleBook book = new EnforcementConfiguration().ruleBook(dataSource, transactions);
    Requesters requesters =
        new Requesters(
            jdbc(), fhirContext(), transactions, properties.timeZone(), Clock.systemUTC());
    other =
        new Node(
            new WithheldRules(
                new JdbcTemplate(dataSource), book, new Requests(requesters), Clock.systemUTC()),
            new EnforcementConfiguration()
                .patientConsents(dataSource, fhirContext(), references, properties));
  }

  private static Reader reader(String user, String role) {
    return new RequestingParty(
            "Practitioner/test-" + user,
            null,
            new TreeSet<>(List.of(role)),
            null,
            Channel.INTERACTIVE)
        .reader();
  }

  /** Whether it exists for a user on the other node. */
  private boolean existsThere(String user, String resource) {
    String[] parts = resource.split("/");
    return resources.wouldExist(
        Visibility.ALL,
        other.withheld.from(reader(user, user)),
        parts[0],
        parts[1],
        Optional.empty());
  }

  private List<ConsentDirective> consentsThere() {
    long number =
        jdbc()
            .queryForObject(
                "select res_id from hfj_resource where res_type = 'Patient' and fhir_id = ?",
                Long.class,
                patient.substring("Patient/".length()));
    return other.consents.of(List.of(number)).getOrDefault(number, List.of());
  }

  /** That Consent with another provision. */
  private String changed(String consent, String provision) {
    String stored = as(officer).get(consent).body();
    int at = stored.indexOf("\"provision\":");
    assertThat(at).as(stored).isPositive();
    return stored.substring(0, at) + "\"provision\": " + json(provision) + "}";
  }

  private void change(String consent, String body) {
    Answer answer = as(officer).put(consent, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private String newObservation() {
    return json(
        "{'resourceType': 'Observation', 'status': 'final', 'code': {'text': 'MARK'},"
            + " 'subject': {'reference': 'PATIENT'}}");
  }

  /** Entries with a body that are stored together or not at all. */
  private Answer transaction(String... entries) {
    return as(backend)
        .post(
            "",
            "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": ["
                + String.join(",", entries)
                + "]}");
  }

  private static String entry(String method, String url, String body) {
    return "{\"resource\": %s, \"request\": {\"method\": \"%s\", \"url\": \"%s\"}}"
        .formatted(body, method, url);
  }

  @Test
  void aVersionThatWasRolledBackIsNotInForce() {
    String weight = observation("29463-7");
    String consent = consent("{'type': 'permit'}");
    Answer refused =
        transaction(
            entry("PUT", consent, changed(consent, "{'type': 'deny', " + ACTION + "}")),
            entry("POST", "Observation", newObservation()));
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(as(officer).get(consent).json().at("/meta/versionId").asText()).isEqualTo("1");

    change(consent, changed(consent, NOT_THE_NURSE));
    assertThat(as(officer).get(consent).json().at("/meta/versionId").asText()).isEqualTo("2");
    Answer collected = as(backend).post("Observation", newObservation());
    assertThat(collected.status()).as(collected.body()).isEqualTo(201);
    for (String resource : List.of(weight, "Observation/" + collected.id())) {
      assertThat(status(nurse, resource)).isEqualTo(404);
      assertThat(status(physician, resource)).isEqualTo(200);
    }
  }

  @Test
  void aConsentActsOnTheNextRequestOfEveryNode() {
    String weight = observation("29463-7");
    String height = observation("8302-2");
    assertThat(existsThere("nurse", weight)).isTrue();
    assertThat(consentsThere()).isEmpty();

    String consent = consent(NOT_THE_NURSE);
    assertThat(status(nurse, weight)).isEqualTo(404);
    assertThat(existsThere("nurse", weight)).isFalse();
    assertThat(existsThere("physician", weight)).isTrue();
    assertThat(consentsThere()).singleElement().satisfies(it -> assertIs(it, consent, 1));

    change(
        consent,
        changed(
            consent,
            "{'type': 'deny', 'code': [{'coding': [{'system': 'http://loinc.org', 'code':"
                + " '8302-2'}]}]}"));
    assertThat(existsThere("nurse", weight)).as("changed").isTrue();
    assertThat(existsThere("nurse", height)).isFalse();
    assertThat(existsThere("physician", height)).isFalse();
    assertThat(consentsThere()).singleElement().satisfies(it -> assertIs(it, consent, 2));

    change(consent, as(officer).get(consent).body().replace("\"active\"", "\"inactive\""));
    assertThat(Stream.of(weight, height).allMatch(it -> existsThere("nurse", it)))
        .as("revoked")
        .isTrue();

    String again = consent(DENY_ALL);
    assertThat(existsThere("physician", weight)).isFalse();
    assertThat(as(officer).delete(again).status()).isBetween(200, 204);
    assertThat(existsThere("physician", weight)).as("deleted").isTrue();
    assertThat(status(physician, weight)).isEqualTo(200);
  }

  private static void assertIs(ConsentDirective directive, String consent, int version) {
    assertThat(directive.source()).isEqualTo(consent + "/_history/" + version);
  }

  /** What another node rolls back is nothing here, and what it stores in its place is. */
  @Test
  void whatAnotherNodeRolledBackIsNotInForceHere() {
    String consent = consent("{'type': 'permit'}");
    assertThat(consentsThere()).hasSize(1);
    Answer refused =
        transaction(
            entry("PUT", consent, changed(consent, "{'type': 'deny', " + ACTION + "}")),
            entry("POST", "Observation", newObservation()));
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(consentsThere()).singleElement().satisfies(it -> assertIs(it, consent, 1));
    change(consent, changed(consent, NOT_THE_NURSE));
    assertThat(consentsThere())
        .singleElement()
        .satisfies(
            it -> {
              assertIs(it, consent, 2);
              assertThat(it.toString()).contains("test-nurse");
            });
  }
}
