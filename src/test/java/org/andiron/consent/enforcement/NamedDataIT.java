package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.andiron.consent.ConsentProperties;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.storage.RestrictedAccess;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.visibility.PlacedResources.Placed;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Data that are named by what refers to them come under other rules when that refers to others,
 * whether a Consent or a legal policy names them. The server of these tests has no such policy, so
 * that it is told of what it has stored once more, with one.
 */
class NamedDataIT extends ConsentIT {

  @Autowired private ObjectProvider<RestrictedAccess> access;
  @Autowired private DataSource dataSource;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private JpaStorageSettings settings;
  @Autowired private ConsentProperties properties;
  @Autowired private PatientConsents consents;
  @Autowired private StoredVersions versions;
  @Autowired private ClinicalCodes codes;
  @Autowired private RuleBook book;
  @Autowired private WriteCheck writes;

  private JdbcTemplate jdbc;
  private String glucose = "";
  private String weight = "";

  @BeforeEach
  void observations() {
    jdbc = new JdbcTemplate(dataSource);
    glucose = observation("2339-0");
    weight = observation("29463-7");
  }

  /** A List about nobody. */
  private static String listOf(String... items) {
    return "{'resourceType': 'List', ID'status': 'current', 'mode': 'working'"
        + (items.length == 0
            ? ""
            : Arrays.stream(items)
                .map(it -> "{'item': {'reference': '" + it + "'}}")
                .collect(Collectors.joining(", ", ", 'entry': [", "]")))
        + "}";
  }

  /** Of the patient. */
  private static String ofPatient(String list) {
    return list.replace("'mode'", "'subject': {'reference': 'PATIENT'}, 'mode'");
  }

  private String storedList(String text) {
    return stored("List", text.replace("ID", ""));
  }

  private void change(String list, String text) {
    Answer answer = as(backend).put(list, json(text.replace("ID", "'id': '" + id(list) + "', ")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private void delete(String resource) {
    assertThat(as(backend).delete(resource).status()).isEqualTo(200);
  }

  private static String id(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  private long number(String reference) {
    return jdbc.queryForObject(
        "select res_id from hfj_resource where res_type = ? and fhir_id = ?",
        Long.class,
        reference.substring(0, reference.indexOf('/')),
        id(reference));
  }

  private static ResourceRef ref(String reference) {
    return ResourceRef.ofRelative(reference).orElseThrow();
  }

  /** Forbids what a resource refers to. */
  private RuledResources under(@Nullable String ofPatient, String named) {
    LegalPolicy policy =
        new LegalPolicy(
            "urn:example:" + mark,
            "Named",
            ofPatient == null ? null : ref(ofPatient),
            false,
            new Provision(
                "rule",
                ProvisionType.DENY,
                List.of(
                    new Criterion.Data(
                        List.of(
                            new DataReference(
                                DataMeaning.RELATED, new ConsentReference.Local(ref(named)))))),
                List.of()));
    ConsentPolicies policies =
        new ConsentPolicies(
            List.of(policy),
            new ImplicitPolicy(
                "urn:x", "x", List.of(new ImplicitPolicy.Permit(Set.of(), Set.of(), null)), true),
            BreakGlassPolicy.NOBODY,
            false);
    EnforcementConfiguration configuration = new EnforcementConfiguration();
    StoredFacts facts =
        configuration.storedFacts(
            dataSource, fhirContext(), settings, versions, policies, properties);
    return configuration.ruledResources(
        access,
        dataSource,
        consents,
        versions,
        facts,
        configuration.ruleMaking(facts, codes, policies),
        book,
        policies,
        writes);
  }

  private void isStored(RuledResources ruled, String reference) {
    Resource resource =
        (Resource) fhirContext().newJsonParser().parseResource(as(backend).get(reference).body());
    placed(
        ruled, List.of(new Placed(number(reference), resource, false, Optional.empty())), Set.of());
  }

  private void placed(RuledResources ruled, List<Placed> stored, Set<Long> removed) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(status -> ruled.placed(stored, removed, null));
  }

  /** What some resources refer to. */
  private void denyNurse(String... references) {
    consent(
        "{'type': 'deny', 'data': "
            + Arrays.stream(references)
                .map(it -> "{'meaning': 'related', 'reference': " + it + "}")
                .collect(Collectors.joining(", ", "[", "]"))
            + ", 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}]}");
  }

  private void assertWithheld(String hidden, String... shown) {
    assertThat(status(nurse, hidden)).isEqualTo(404);
    for (String resource : shown) {
      assertThat(status(nurse, resource)).isEqualTo(200);
    }
  }

  @Test
  void whatAConsentNamesActsAnewWhenItRefersToOthers() {
    String list = storedList(ofPatient(listOf(glucose)));
    denyNurse("{'reference': '" + list + "'}");
    assertWithheld(glucose, weight);

    change(list, ofPatient(listOf(weight)));
    assertWithheld(weight, glucose);
  }

  @Test
  void whatAConsentNamesByAnIdentifierActsAnewWhenItIsDeleted() {
    String identifier = "{'system': 'http://example.org/list', 'value': 'MARK'}";
    String list =
        storedList(
            ofPatient(listOf(glucose))
                .replace("'mode'", "'identifier': [" + identifier + "], 'mode'"));
    denyNurse("{'identifier': " + identifier + "}");
    assertWithheld(glucose, weight);

    delete(list);
    assertThat(status(nurse, glucose)).isEqualTo(200);
  }

  @Test
  void whatAConsentNamesNeedNotBeAboutThePatient() {
    String list = storedList(listOf(glucose));
    denyNurse("{'reference': '" + list + "'}");
    assertWithheld(glucose, weight);

    change(list, listOf(weight));
    assertWithheld(weight, glucose);
  }

  @Test
  void whatAConsentNamedOnceDoesNotConcernItAnyMore() {
    String list = storedList(listOf(glucose));
    denyNurse("{'reference': '" + list + "'}");
    assertThat(named()).containsExactly(list);
    String consent = found(officer, "Consent?patient=" + id(patient)).get(0);
    delete(consent);
    assertThat(named()).isEmpty();
    assertThat(status(nurse, glucose)).isEqualTo(200);
  }

  private List<String> named() {
    return jdbc.queryForList(
        "select name from andiron.named_data where patient = ?", String.class, number(patient));
  }

  @Test
  void whatIsAboutNobodyGetsAndLosesTheIdentifierByWhichAConsentNamesIt() {
    String identifier = "{'system': 'http://example.org/list', 'value': 'MARK'}";
    String identified = "'identifier': [" + identifier + "], 'mode'";
    String list = storedList(listOf(glucose));
    String other = storedList(listOf(weight));
    denyNurse("{'identifier': " + identifier + "}");
    assertThat(status(nurse, glucose)).isEqualTo(200);

    change(list, listOf(glucose).replace("'mode'", identified));
    assertWithheld(glucose, weight);
    change(other, listOf(weight).replace("'mode'", identified.replace("MARK", "another")));
    assertWithheld(glucose, weight);
    change(list, listOf(glucose));
    assertThat(status(nurse, glucose)).isEqualTo(200);
  }

  @Test
  void whoHasARoleIsTheAuthorOfWhatItMade() {
    String author = stored("Practitioner", "{'resourceType': 'Practitioner'}");
    String role = "{'resourceType': 'PractitionerRole', ID'practitioner': {'reference': '%s'}}";
    String other = stored("Practitioner", "{'resourceType': 'Practitioner'}");
    String roles = stored("PractitionerRole", role.formatted(author).replace("ID", ""));
    String made =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
                + " 'PATIENT'}, 'code': {'text': 'MARK'}, 'performer': [{'reference': '"
                + roles
                + "'}]}");
    consent(
        "{'type': 'deny', 'data': [{'meaning': 'authoredby', 'reference': {'reference': '"
            + author
            + "'}}], 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}]}");
    assertWithheld(made, glucose);

    change(roles, role.formatted(other));
    assertThat(status(nurse, made)).isEqualTo(200);
    change(roles, role.formatted(author));
    assertWithheld(made, glucose);
  }

  @Test
  void anAuthorGetsTheIdentifierByWhichAConsentNamesThem() {
    String author = stored("Practitioner", "{'resourceType': 'Practitioner'}");
    String made =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
                + " 'PATIENT'}, 'code': {'text': 'MARK'}, 'performer': [{'reference': '"
                + author
                + "'}]}");
    consent(
        "{'type': 'deny', 'data': [{'meaning': 'authoredby', 'reference': {'identifier': {'system':"
            + " 'http://example.org/staff', 'value': 'MARK'}}}], 'actor': [{'role': {'text': 'x'},"
            + " 'reference': {'reference': 'Practitioner/test-nurse'}}]}");
    assertThat(status(nurse, made)).isEqualTo(200);
    change(
        author,
        "{'resourceType': 'Practitioner', ID'identifier': [{'system': 'http://example.org/staff',"
            + " 'value': 'MARK'}]}");
    assertWithheld(made, glucose);
  }

  /** A Consent that is stored meanwhile would have been ruled by what it names as it was. */
  @Test
  void whatIsAboutNobodyDoesNotChangeWhileAConsentThatNamesItIsStored() throws Exception {
    String list = storedList(listOf(glucose));
    PlacingLocks locks = new PlacingLocks(jdbc);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      AtomicReference<Future<?>> storing = new AtomicReference<>();
      new TransactionTemplate(transactions)
          .executeWithoutResult(
              status -> {
                locks.shareFor(Set.of(number(list)));
                Future<?> consent = writer.submit(() -> denyNurse("{'reference': '" + list + "'}"));
                storing.set(consent);
                assertThatThrownBy(() -> consent.get(2, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
              });
      storing.get().get(30, TimeUnit.SECONDS);
    } finally {
      writer.shutdownNow();
    }
    assertWithheld(glucose, weight);
  }

  @Test
  void whatALegalPolicyNamesActsAnewWhenItRefersToOthers() {
    String list = storedList(listOf(glucose));
    RuledResources ruled = under(null, list);
    isStored(ruled, list);
    assertWithheld(glucose, weight, patient);

    change(list, listOf(weight));
    assertThat(status(nurse, glucose)).as("the server's own policies name nothing").isEqualTo(404);
    isStored(ruled, list);
    assertWithheld(weight, glucose, patient);

    delete(list);
    placed(ruled, List.of(), Set.of(number(list)));
    assertThat(status(nurse, weight)).isEqualTo(200);
  }

  @Test
  void itActsOnTheRecordsOfAllWhomItRefersTo() {
    String neighbour = stored("Patient", "{'resourceType': 'Patient'}");
    String ofNeighbour =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': '"
                + neighbour
                + "'}, 'code': {'text': 'MARK'}}");
    String list = storedList(listOf(glucose, ofNeighbour));
    RuledResources ruled = under(null, list);
    isStored(ruled, list);
    assertWithheld(glucose, weight, patient, neighbour);
    assertWithheld(ofNeighbour);

    change(list, listOf());
    isStored(ruled, list);
    assertThat(status(nurse, glucose)).isEqualTo(200);
    assertThat(status(nurse, ofNeighbour)).isEqualTo(200);
  }

  @Test
  void itActsOnWhatItRefersToByAnIdentifier() {
    String identifier = "{'system': 'http://example.org/order', 'value': 'MARK'}";
    String identified =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'identifier': ["
                + identifier
                + "], 'status': 'final', 'subject': {'reference': 'PATIENT'}, 'code': {'text':"
                + " 'x'}}");
    String list = storedList(listOf(glucose));
    RuledResources ruled = under(null, list);
    isStored(ruled, list);
    assertWithheld(glucose, identified);

    String named = "{'reference': '" + glucose + "'}";
    change(list, listOf(glucose).replace(named, "{'identifier': " + identifier + "}"));
    isStored(ruled, list);
    assertWithheld(identified, glucose);
  }

  @Test
  void aPolicyForOnePatientActsOnTheRecordOfThatPatientAlone() {
    String neighbour = stored("Patient", "{'resourceType': 'Patient'}");
    String ofNeighbour =
        stored(
            "Observation",
            "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': '"
                + neighbour
                + "'}, 'code': {'text': 'MARK'}}");
    String list = storedList(listOf(weight, ofNeighbour));
    RuledResources ruled = under(patient, list);
    isStored(ruled, list);
    assertWithheld(weight, glucose, ofNeighbour);

    change(list, listOf(glucose, ofNeighbour));
    isStored(ruled, list);
    assertWithheld(glucose, weight, ofNeighbour);
  }

  @Test
  void consentsStayInForceBesideIt() {
    String list = storedList(listOf(weight));
    consent(
        "{'type': 'deny', 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '2339-0'}]}],"
            + " 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}]}");
    isStored(under(patient, list), list);
    assertThat(status(nurse, weight)).isEqualTo(404);
    assertThat(status(nurse, weight + "/_history/1")).isEqualTo(404);
    assertThat(status(physician, weight)).as("law is for all").isEqualTo(404);
    assertThat(status(nurse, glucose)).as("by the consent").isEqualTo(404);
    assertThat(status(physician, glucose)).isEqualTo(200);
  }

  /**
   * Whoever goes through all of a record waits for those who store some of it: what is stored
   * meanwhile would not be gone through.
   */
  @Test
  void allOfARecordIsGoneThroughAlone() throws Exception {
    String list = storedList(ofPatient(listOf(glucose)));
    denyNurse("{'reference': '" + list + "'}");
    PlacingLocks locks = new PlacingLocks(jdbc);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      AtomicReference<Future<?>> change = new AtomicReference<>();
      new TransactionTemplate(transactions)
          .executeWithoutResult(
              status -> {
                locks.shareFor(Set.of(number(weight)));
                observation("8302-2");
                Future<?> changing = writer.submit(() -> change(list, ofPatient(listOf(weight))));
                change.set(changing);
                assertThatThrownBy(() -> changing.get(2, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
              });
      change.get().get(30, TimeUnit.SECONDS);
    } finally {
      writer.shutdownNow();
    }
    assertWithheld(weight, glucose);
  }

  /**
   * A transaction that begins with a deletion goes through the record before it is written down
   * that the labelling rules have looked at what is new.
   */
  @Test
  void whatIsStoredWithAConsentIsNotTakenForUnlabelled() {
    String transaction =
        "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': ["
            + "{'request': {'method': 'DELETE', 'url': 'WEIGHT'}},"
            + "{'request': {'method': 'POST', 'url': 'Observation'}, 'resource':"
            + " {'resourceType': 'Observation', 'status': 'final', 'subject': {'reference':"
            + " 'PATIENT'}, 'code': {'text': 'MARK'}}},"
            + "{'request': {'method': 'POST', 'url': 'Consent'}, 'resource': {'resourceType':"
            + " 'Consent', 'status': 'active', 'patient': {'reference': 'PATIENT'}, 'scope':"
            + " {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/consentscope',"
            + " 'code': 'patient-privacy'}]}, 'category': [{'text': 'x'}], 'policy': [{'uri':"
            + " 'http://example.org/policy'}], 'provision': {'type': 'permit', 'securityLabel':"
            + " [{'system': 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code':"
            + " 'N'}]}}}]}";
    Answer answer = as(backend).post("", json(transaction.replace("WEIGHT", weight)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String normal =
        answer
            .json()
            .path("entry")
            .path(1)
            .path("response")
            .path("location")
            .asText()
            .replaceAll(".*(Observation/[^/]+).*", "$1");
    assertThat(status(nurse, glucose)).isEqualTo(200);
    assertThat(status(nurse, normal)).isEqualTo(200);
  }
}
