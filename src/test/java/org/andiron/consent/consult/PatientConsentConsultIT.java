package org.andiron.consent.consult;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code patient-consent-consult} as clients of LEAP-CDS call it: what its tests of the endpoint
 * and of decisions on R4 Consents ask, with the answers of this server, which differ from LEAP's
 * where that is said.
 */
class PatientConsentConsultIT extends ConsentIT {

  private static final String SERVICE = "/cds-services/patient-consent-consult";
  private static final String ACTIVE =
      "'policyRule': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode',"
          + " 'code': 'OPTIN'}]}";
  private static final String OPTOUT = ACTIVE.replace("OPTIN", "OPTOUT");
  private static final String SCOPE =
      "'scope': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/consentscope',"
          + " 'code': 'patient-privacy'}]}, 'category': [{'coding': [{'system':"
          + " 'http://loinc.org', 'code': '59284-0'}]}]";
  private static final String LEVELS = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
  private static final String TYPES = "http://hl7.org/fhir/resource-types";

  private String recipient = "";

  @BeforeAll
  void theRecipient() {
    recipient =
        stored(
            "Organization",
            "{'resourceType': 'Organization', 'name': 'Good Health', 'identifier': [{'system':"
                + " 'urn:consult', 'value': 'good-health'}, {'system': 'urn:consult', 'value':"
                + " 'gh'}]}");
  }

  @BeforeEach
  void thePatientHasAnIdentifier() {
    patient =
        stored(
            "Patient",
            "{'resourceType': 'Patient', 'identifier': [{'system': 'urn:medicare', 'value':"
                + " 'MARK'}]}");
  }

  private String consentOf(String scope, String rule, String provision) {
    return stored(
        "Consent",
        "{'resourceType': 'Consent', 'status': 'active', 'patient': {'reference': 'PATIENT'}, "
            + scope
            + ", "
            + rule
            + (provision.isEmpty() ? "" : ", 'provision': " + provision)
            + "}");
  }

  /** A provision inside that denies the recipient something. */
  private String denying(String what) {
    return "{'type': 'deny', 'actor': [{'role': {'text': 'recipient'}, 'reference': {'reference': '"
        + recipient
        + "'}}]"
        + what
        + "}";
  }

  private static String labelled(String... codes) {
    StringBuilder labels = new StringBuilder(", 'securityLabel': [");
    for (String code : codes) {
      labels.append(labels.charAt(labels.length() - 1) == '[' ? "" : ", ");
      labels.append("{'system': '").append(LEVELS).append("', 'code': '").append(code).append("'}");
    }
    return labels + "]";
  }

  private static String ofClass(String type) {
    return ", 'class': [{'system': '" + TYPES + "', 'code': '" + type + "'}]";
  }

  private Answer call(String token, String body) {
    return new FhirHttp(rootUrl(), "Authorization", "Bearer " + token)
        .post(SERVICE, json(body), "Content-Type", "application/json");
  }

  private Answer asked(String token, String actor, String more) {
    return call(
        token,
        "{'hook': 'patient-consent-consult', 'hookInstance': '1', 'context': {'patientId':"
            + " [{'system': 'urn:medicare', 'value': 'MARK'}], 'category': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentscope', 'code': 'patient-privacy'}],"
            + " 'actor': [{'system': 'urn:consult', 'value': '"
            + actor
            + "'}]"
            + more
            + "}}");
  }

  private JsonNode decided(String actor, String more) {
    Answer answer = asked(backend, actor, more);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("cards")).hasSize(1);
    JsonNode card = answer.json().path("cards").path(0);
    assertThat(card.path("summary").asText())
        .isEqualTo(card.path("extension").path("decision").asText());
    assertThat(card.path("detail").asText()).isNotEmpty();
    assertThat(card.path("indicator").asText()).isIn("info", "warning", "critical");
    assertThat(card.path("source").path("label").asText()).isEqualTo("Andiron");
    return card.path("extension");
  }

  private JsonNode treated(String actor) {
    return decided(actor, ", 'purposeOfUse': 'TREAT'");
  }

  private static String decision(JsonNode extension) {
    return extension.path("decision").asText();
  }

  private static List<String> codes(JsonNode extension, String parameter) {
    return StreamSupport.stream(extension.path("obligations").spliterator(), false)
        .peek(it -> assertThat(it.path("id").path("code").asText()).isEqualTo("REDACT"))
        .flatMap(
            it -> StreamSupport.stream(it.path("parameters").path(parameter).spliterator(), false))
        .map(it -> it.path("code").asText())
        .toList();
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class TheEndpoint {

    @Test
    void announcesTheService() {
      Answer answer =
          new FhirHttp(rootUrl(), "Authorization", "Bearer " + backend).get("/cds-services");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("services"))
          .anySatisfy(
              it -> {
                assertThat(it.path("id").asText()).isEqualTo("patient-consent-consult");
                assertThat(it.path("hook").asText()).isEqualTo("patient-consent-consult");
                assertThat(it.path("description").asText()).isNotEmpty();
              });
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "{}; patient-consent-consult",
          "{'hookInstance': '1'}; patient-consent-consult",
          "{'hook': 'other', 'hookInstance': '1', 'context': {}}; patient-consent-consult",
          "{'hook': 'patient-consent-consult', 'context': {}}; hookInstance",
          "{'hook': 'patient-consent-consult', 'hookInstance': '1', 'context': {}}; patientId",
        })
    void refusesWhatIsNoCall(String body, String word) {
      Answer answer = call(backend, body.replace('"', '\''));
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.json().path("error").asText()).isEqualTo("bad_request");
      assertThat(answer.json().path("errorMessage").asText()).contains(word);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "'patientId': [{'system': '1', 'code': '2'}]; value",
          "'patientId': [{'value': '2'}], 'actor': [{'system': '1'}]; value",
          "'patientId': [{'value': '2'}], 'purposeOfUse': 'FUN'; purposeOfUse",
          "'patientId': [{'value': '2'}], 'category': [{'code': 'x'}]; category",
          "'patientId': [{'value': '2'}], 'class': [{'system': 'x', 'code': 'Patient'}]; class",
          "'patientId': [{'value': '2'}], 'content': {'resourceType': 'Bundle', 'entry': [{}]};"
              + " resource",
          "'patientId': [{'value': '2'}], 'content': {'resourceType': 'Patient'}; Bundle",
          "'patientId': [{'value': '2'}], 'purpose': 'TREAT'; context",
        },
        quoteCharacter = '~')
    void refusesContextsWithWords(String context, String word) {
      Answer answer =
          call(
              backend,
              "{'hook': 'patient-consent-consult', 'hookInstance': '1', 'context': {"
                  + context
                  + "}}");
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.json().path("error").asText()).isEqualTo("bad_request");
      assertThat(answer.json().path("errorMessage").asText()).contains(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nurse"})
    void isForClientsAndOfficers(String who) {
      assertThat(asked(who.isEmpty() ? "nonsense" : nurse, "x", "").status())
          .isEqualTo(who.isEmpty() ? 401 : 403);
      assertThat(asked(physician, "x", "").status()).isEqualTo(403);
      assertThat(asked(token("system/Consent.rs"), "x", "").status()).isEqualTo(403);
      assertThat(asked(token("system/Patient.rs"), "x", "").status()).isEqualTo(403);
      assertThat(asked(token("system/Patient.rs system/Consent.rs"), "x", "").status())
          .isEqualTo(200);
      assertThat(asked(officer, "x", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "[]",
          "{}",
          "{'hook': 'other', 'hookInstance': '1', 'context': {}}",
          "{'hook': 'patient-consent-consult', 'hookInstance': '1', 'context': {}}",
          "{'hook': 'patient-consent-consult', 'hookInstance': '1', 'context': {'purpose': 1}}",
        })
    void asksForRightsBeforeItLooksAtTheCall(String body) {
      assertThat(
              new FhirHttp(rootUrl())
                  .post(SERVICE, json(body), "Content-Type", "application/json")
                  .status())
          .isEqualTo(401);
      assertThat(call("nonsense", body).status()).isEqualTo(401);
      for (String token :
          List.of(nurse, physician, token("system/Consent.rs"), token("system/Patient.rs"))) {
        Answer answer = call(token, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.json().path("error").asText()).isEqualTo("forbidden");
      }
      assertThat(call(officer, body).status()).isEqualTo(400);
      assertThat(call(backend, body).status()).isEqualTo(400);
    }

    @Test
    void knowsNoOtherServices() {
      FhirHttp http = new FhirHttp(rootUrl(), "Authorization", "Bearer " + backend);
      assertThat(
              http.post("/cds-services/other", "{}", "Content-Type", "application/json").status())
          .isEqualTo(404);
      assertThat(http.get("/cds-services/other").status()).isEqualTo(404);
      assertThat(http.get(SERVICE).status()).isEqualTo(405);
      assertThat(new FhirHttp(rootUrl()).get("/cds-services").status()).isEqualTo(401);
    }

    @Test
    void aPatientWhoDoesNotExistForTheClientIsNobody() {
      consentOf(SCOPE, OPTOUT, "");
      SigningClient other = SigningClient.rsa("consult-" + mark);
      register(
          other.registration(
              "\"scope\": \"system/Patient.rs?identifier=urn:x|nobody system/Consent.rs\""));
      String narrow =
          askForToken(other, "system/Patient.rs?identifier=urn:x|nobody system/Consent.rs")
              .json()
              .path("access_token")
              .asText();

      assertThat(asked(narrow, "good-health", "").json().at("/cards/0/extension/decision").asText())
          .isEqualTo("NO_CONSENT");
      assertThat(decision(treated("good-health"))).isEqualTo("CONSENT_DENY");
    }
  }

  @Test
  void optinPermits() {
    String consent = consentOf(SCOPE, ACTIVE, "{'provision': [" + denying("") + "]}");
    JsonNode extension = treated("somebody-else");
    assertThat(decision(extension)).isEqualTo("CONSENT_PERMIT");
    assertThat(extension.path("obligations")).isEmpty();
    assertThat(extension.path("basedOn").asText()).isEqualTo(baseUrl() + "/" + consent);
    assertThat(extension.has("content")).isFalse();
  }

  @Test
  void withoutACategoryInTheQuestion() {
    consentOf(SCOPE, ACTIVE, "");
    Answer answer =
        call(
            backend,
            "{'hook': 'patient-consent-consult', 'hookInstance': '1', 'context': {'patientId':"
                + " {'system': 'urn:medicare', 'value': 'MARK'}, 'purposeOfUse': 'TREAT'}}");
    assertThat(answer.json().at("/cards/0/extension/decision").asText())
        .isEqualTo("CONSENT_PERMIT");
  }

  @Test
  void optoutDenies() {
    String consent = consentOf(SCOPE, OPTOUT, "");
    JsonNode extension = treated("somebody-else");
    assertThat(decision(extension)).isEqualTo("CONSENT_DENY");
    assertThat(extension.path("basedOn").asText()).isEqualTo(baseUrl() + "/" + consent);
  }

  @Test
  void withoutAConsentThereIsNone() {
    assertThat(decision(treated("good-health"))).isEqualTo("NO_CONSENT");
    assertThat(treated("good-health").has("basedOn")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"2001-01-01, 2001-12-31", "2090-01-01, 2091-01-01"})
  void outOfItsPeriodThereIsNone(String start, String end) {
    consentOf(SCOPE, ACTIVE, "{'period': {'start': '" + start + "', 'end': '" + end + "'}}");
    assertThat(decision(treated("good-health"))).isEqualTo("NO_CONSENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"good-health", "gh"})
  void aDeniedRecipientByAnyOfItsIdentifiers(String identifier) {
    consentOf(SCOPE, ACTIVE, "{'provision': [" + denying("") + "]}");
    assertThat(decision(treated(identifier))).isEqualTo("CONSENT_DENY");
  }

  @Test
  void aDeniedRecipientAmongSeveralIdentifiers() {
    consentOf(SCOPE, ACTIVE, "{'provision': [" + denying("") + "]}");
    assertThat(
            decision(treated("gh'}, {'system': 'some-other-system', 'value': 'some-other-value")))
        .isEqualTo("CONSENT_DENY");
  }

  @Test
  void aDeniedPractitioner() {
    String bob =
        stored(
            "Practitioner",
            "{'resourceType': 'Practitioner', 'identifier': [{'system': 'urn:consult', 'value':"
                + " 'bob-MARK'}]}");
    consentOf(SCOPE, ACTIVE, "{'provision': [" + denying("").replace(recipient, bob) + "]}");
    assertThat(decision(treated("bob-MARK"))).isEqualTo("CONSENT_DENY");
    assertThat(decision(treated("good-health"))).isEqualTo("CONSENT_PERMIT");
  }

  @Test
  void aDeniedPurpose() {
    consentOf(
        SCOPE,
        ACTIVE,
        "{'provision': [{'type': 'deny', 'purpose': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': 'HPAYMT'}]}]}");
    assertThat(decision(decided("good-health", ", 'purposeOfUse': 'HPAYMT'")))
        .isEqualTo("CONSENT_DENY");
    assertThat(decision(treated("good-health"))).isEqualTo("CONSENT_PERMIT");
    // A denial for one of several purposes is one.
    assertThat(decision(decided("good-health", ", 'purposeOfUse': ['TREAT', 'HPAYMT']")))
        .isEqualTo("CONSENT_DENY");
  }

  @Test
  void labelsAreToBeRedacted() {
    consentOf(SCOPE, ACTIVE, "{'provision': [" + denying(labelled("R")) + "]}");
    JsonNode extension = treated("good-health");
    assertThat(decision(extension)).isEqualTo("CONSENT_PERMIT");
    assertThat(codes(extension, "codes")).containsExactly("R");
    assertThat(codes(extension, "exceptAnyOfCodes")).isEmpty();
  }

  @Test
  void severalLabelsOfOneProvisionAndOfSeveral() {
    consentOf(
        SCOPE,
        ACTIVE,
        "{'provision': ["
            + denying(
                ", 'securityLabel': [{'system':"
                    + " 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'ETHUD'},"
                    + " {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code':"
                    + " 'HIV'}]")
            + ", "
            + denying(labelled("V"))
            + "]}");
    JsonNode extension = treated("good-health");
    assertThat(decision(extension)).isEqualTo("CONSENT_PERMIT");
    assertThat(codes(extension, "codes")).containsExactlyInAnyOrder("ETHUD", "HIV", "V");
  }

  @Test
  void labelAndClassTogether() {
    consentOf(
        SCOPE,
        ACTIVE,
        "{'provision': [" + denying(labelled("R") + ofClass("MedicationStatement")) + "]}");
    JsonNode extension = treated("good-health");
    assertThat(decision(extension)).isEqualTo("CONSENT_PERMIT");
    assertThat(codes(extension, "codes")).containsExactlyInAnyOrder("R", "MedicationStatement");
  }

  @Test
  void aClassThatIsAskedAbout() {
    consentOf(
        SCOPE,
        ACTIVE,
        "{'provision': ["
            + denying(ofClass("MedicationStatement"))
            + ", "
            + denying(labelled("R"))
            + "]}");
    String of = ", 'purposeOfUse': 'TREAT', 'class': [{'system': '" + TYPES + "', 'code': '%s'}]";

    JsonNode other = decided("good-health", of.formatted("Immunization"));
    assertThat(decision(other)).isEqualTo("CONSENT_PERMIT");
    assertThat(codes(other, "codes")).containsExactly("R");

    JsonNode denied = decided("good-health", of.formatted("MedicationStatement"));
    assertThat(decision(denied)).isEqualTo("CONSENT_DENY");
    assertThat(denied.path("obligations")).isEmpty();
  }

  @Test
  void clinicalCodesAreToBeRedacted() {
    consentOf(
        SCOPE,
        ACTIVE,
        "{'provision': ["
            + denying(", 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '42828-4'}]}]")
            + "]}");
    assertThat(codes(treated("good-health"), "codes")).containsExactly("42828-4");
  }

  @Test
  void thePurposeOfTheRoot() {
    consentOf(
        SCOPE,
        "'dateTime': '2019-11-01'",
        "{'type': 'permit', 'purpose': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': 'TREAT'}]}");
    assertThat(decision(decided("good-health", ", 'purposeOfUse': 'ETREAT'")))
        .isEqualTo("CONSENT_PERMIT");
    // LEAP: NO_CONSENT. Here what is permitted at the root is permitted and nothing but that.
    assertThat(decision(decided("good-health", ", 'purposeOfUse': 'HPAYMT'")))
        .isEqualTo("CONSENT_DENY");
    // LEAP: CONSENT_PERMIT, because one matches. Here each purpose must be permitted.
    assertThat(decision(decided("good-health", ", 'purposeOfUse': ['ETREAT', 'HPAYMT']")))
        .isEqualTo("CONSENT_DENY");
  }

  @Test
  void nothingButSomethingIsAnExceptionToWhatIsRedacted() {
    consentOf(
        SCOPE, "'dateTime': '2019-11-01'", "{'type': 'permit'" + ofClass("Immunization") + "}");
    JsonNode extension = treated("good-health");
    assertThat(decision(extension)).isEqualTo("CONSENT_PERMIT");
    assertThat(codes(extension, "exceptAnyOfCodes")).containsExactly("Immunization");
  }

  @Test
  void normalDataOnlyMeansThatRestrictedAreRedacted() {
    consentOf(SCOPE, "'dateTime': '2019-11-01'", "{'type': 'permit'" + labelled("N") + "}");
    JsonNode extension = treated("good-health");
    assertThat(decision(extension)).isEqualTo("CONSENT_PERMIT");
    assertThat(codes(extension, "codes")).containsExactly("R");
  }

  @Test
  void whatCodesCannotTellApartIsDenied() {
    consentOf(
        SCOPE,
        "'dateTime': '2019-11-01'",
        "{'type': 'permit'"
            + ofClass("Immunization")
            + ", 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '42828-4'}]}]}");
    assertThat(decision(treated("good-health"))).isEqualTo("CONSENT_DENY");
  }

  @Test
  void anInactiveConsentIsNone() {
    String consent = consentOf(SCOPE, ACTIVE, "");
    assertThat(
            as(backend)
                .put(consent, as(backend).get(consent).body().replace("\"active\"", "\"inactive\""))
                .status())
        .isEqualTo(200);
    assertThat(decision(treated("good-health"))).isEqualTo("NO_CONSENT");
  }

  @Test
  void aConsentToResearchSaysNothingOfTreatment() {
    consentOf(SCOPE.replace("patient-privacy", "research"), ACTIVE, "");
    assertThat(decision(treated("good-health"))).isEqualTo("NO_CONSENT");
  }

  @Test
  void ofContentWhatIsPermittedComesBack() {
    consentOf(SCOPE, ACTIVE, "{'provision': [" + denying(labelled("R")) + "]}");
    String observation =
        "{'fullUrl': 'urn:x:%1$s', 'resource': {'resourceType': 'Observation', 'id': '%1$s',"
            + " 'status': 'final', 'code': {'text': 'x'}%2$s}}";
    JsonNode extension =
        decided(
            "good-health",
            ", 'purposeOfUse': 'TREAT', 'content': {'resourceType': 'Bundle', 'type': 'searchset',"
                + " 'total': 2, 'entry': ["
                + observation.formatted(
                    "restricted",
                    ", 'meta': {'security': [{'system': '" + LEVELS + "', 'code': 'R'}]}")
                + ", "
                + observation.formatted("normal", "")
                + "]}");
    assertThat(decision(extension)).isEqualTo("CONSENT_PERMIT");
    assertThat(extension.at("/content/total").asInt()).isEqualTo(1);
    assertThat(extension.at("/content/entry")).hasSize(1);
    assertThat(extension.at("/content/entry/0/resource/id").asText()).isEqualTo("normal");
  }

  private String observationBy(String performer) {
    return stored(
        "Observation",
        "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
            + " 'code': {'text': 'x'}, 'performer': [{'reference': '"
            + performer
            + "'}]}");
  }

  private static String denyingData(String meaning, String reference) {
    return "{'type': 'deny', 'data': [{'meaning': '"
        + meaning
        + "', 'reference': {'reference': '"
        + reference
        + "'}}]}";
  }

  private JsonNode sent(String... resources) {
    StringBuilder entries = new StringBuilder();
    for (String resource : resources) {
      entries
          .append(entries.isEmpty() ? "" : ", ")
          .append("{'resource': ")
          .append(resource)
          .append('}');
    }
    return decided(
        "good-health",
        ", 'purposeOfUse': 'TREAT', 'content': {'resourceType': 'Bundle', 'type': 'collection',"
            + " 'entry': ["
            + entries
            + "]}");
  }

  /** What denies some data says nothing of data that nobody has named. */
  @ParameterizedTest
  @ValueSource(strings = {"instance", "authoredby", "related", "dependents"})
  void ofContentWhatIsDeniedAsDataDoesNotComeBack(String meaning) {
    String author = stored("Practitioner", "{'resourceType': 'Practitioner'}");
    String denied = observationBy(author);
    String other = observationBy(recipient);
    String list =
        stored(
            "List",
            "{'resourceType': 'List', 'status': 'current', 'mode': 'working', 'entry': [{'item':"
                + " {'reference': '"
                + denied
                + "'}}]}");
    String named =
        switch (meaning) {
          case "authoredby", "dependents" -> author;
          case "related" -> list;
          default -> denied;
        };
    String textOfDenied = as(backend).get(denied).body();
    String textOfOther = as(backend).get(other).body();
    String consent = consentOf(SCOPE, "'dateTime': '2019-11-01'", denyingData(meaning, named));

    JsonNode both = sent(textOfDenied, textOfOther);
    assertThat(both.at("/content/entry")).hasSize(1);
    assertThat("Observation/" + both.at("/content/entry/0/resource/id").asText()).isEqualTo(other);
    assertThat(decision(both)).isEqualTo("CONSENT_PERMIT");
    assertThat(both.path("basedOn").asText()).endsWith(consent);

    JsonNode alone = sent(textOfDenied);
    assertThat(alone.path("content").has("entry")).isFalse();
    assertThat(decision(alone)).isEqualTo("CONSENT_DENY");

    JsonNode apart = sent(textOfOther);
    assertThat(apart.at("/content/entry")).hasSize(1);
    assertThat(decision(apart)).isEqualTo("NO_CONSENT");
    assertThat(decision(treated("good-health"))).isEqualTo("NO_CONSENT");
  }
}
