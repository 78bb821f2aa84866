package org.andiron.audit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuditEventsTest {

  private static final String BALP =
      "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
  private static final String CANARY = "canary-7f3a";

  @ParameterizedTest
  @EnumSource
  void everyKindConformsToR4AndToTheProfilesThatItClaims(EventKind kind) {
    for (AuditedEvent event :
        List.of(SampleEvents.full(kind, "p1"), SampleEvents.full(kind), SampleEvents.bare(kind))) {
      AuditEvent resource = AuditEvents.toFhir(event);

      assertThat(BalpDefinitions.errors(resource)).isEmpty();
      assertThat(BalpConformance.problems(resource)).isEmpty();
    }
  }

  /** The table of all kinds: what BALP, R4 and DICOM have for each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE                | rest   | create                  | C | Create | PatientCreate",
        "READ                  | rest   | read                    | R | Read   | PatientRead",
        "VREAD                 | rest   | vread                   | R | Read   | PatientRead",
        "UPDATE                | rest   | update                  | U | Update | PatientUpdate",
        "PATCH                 | rest   | patch                   | U | Update | PatientUpdate",
        "DELETE                | rest   | delete                  | D | Delete | PatientDelete",
        "SEARCH_TYPE           | rest   | search-type             | E | Query  | PatientQuery",
        "SEARCH_SYSTEM         | rest   | search-system           | E | Query  | PatientQuery",
        "COUNT                 | rest   | search                  | E | Query  | PatientQuery",
        "HISTORY_INSTANCE      | rest   | search history-instance | E | Query  | PatientQuery",
        "HISTORY_TYPE          | rest   | search history-type     | E | Query  | PatientQuery",
        "HISTORY_SYSTEM        | rest   | search history-system   | E | Query  | PatientQuery",
        "OPERATION             | rest   | search operation        | E | Query  | PatientQuery",
        "GRAPHQL               | rest   | search operation        | E | Query  | PatientQuery",
        "BATCH                 | rest   | batch                   | E | -      | -",
        "TRANSACTION           | rest   | transaction             | E | -      | -",
        "REFUSED_REQUEST       | rest   | refused-request         | E | -      | -",
        "EXPORT_START          | rest   | search operation        | E | Query  | PatientQuery",
        "EXPORT_CONTENT        | 110106 | disclose                | R | -      |"
            + " PrivacyDisclosure.Source",
        "EXPORT_DOWNLOAD       | 110106 | disclose                | R | -      |"
            + " PrivacyDisclosure.Source",
        "EXPORT_DELETE         | rest   | delete                  | D | Delete | PatientDelete",
        "IMPORT                | 110107 | disclose                | C | -      |"
            + " PrivacyDisclosure.Recipient",
        "SUBSCRIPTION_DELIVERY | 110106 | disclose                | R | -      |"
            + " PrivacyDisclosure.Source",
        "INSTANCES_STORED      | 110104 | instances-stored        | C | -      | -",
        "INSTANCES_RETRIEVED   | 110104 | instances-retrieved     | R | -      | -",
        "STUDIES_QUERIED       | 110112 | studies-queried         | E | -      | -",
        "CDS_CALL              | rest   | search operation        | E | Query  | PatientQuery",
        "RISK_SCORE            | rest   | search operation        | E | Query  | PatientQuery",
        "RISK_TRAINING         | rest   | search operation        | E | Query  | PatientQuery",
        "CONSENT_DECISION      | 110113 | AuthZ-Consent           | E | -      | AuthZconsent",
        "BREAK_GLASS_START     | 110113 | 110127                  | E | -      | -",
        "BREAK_GLASS_USE       | 110113 | 110127                  | E | -      | -",
        "BREAK_GLASS_END       | 110113 | 110138                  | E | -      | -",
        "SIGN_IN               | 110114 | 110122                  | E | -      | -",
        "SIGN_OUT              | 110114 | 110123                  | E | -      | -",
        "AUTHORIZATION         | 110114 | authorization           | E | -      | -",
        "CLIENT_AUTHENTICATION | 110114 | 110126                  | E | -      | -",
        "TOKEN_ISSUE           | 110114 | ITI-71                  | E | IUA.71 | -",
        "TOKEN_REFRESH         | 110114 | ITI-71                  | E | IUA.71 | -",
        "TOKEN_REVOKE          | 110114 | token-revoke            | D | -      | -",
        "TOKEN_INTROSPECT      | 110114 | ITI-102                 | R | -      | -",
        "CONSENT_CHANGE        | 110113 | 110135                  | U | -      | -",
        "LABEL_CHANGE          | 110113 | 110135                  | U | -      | -",
        "POLICY_CHANGE         | 110113 | 110129                  | U | -      | -",
        "CONFIGURATION_CHANGE  | 110113 | 110131                  | U | -      | -",
        "ROLE_CHANGE           | 110113 | 110136                  | U | -      | -",
        "ACCOUNT_CHANGE        | 110113 | 110137                  | U | -      | -",
        "KEY_ROTATION          | 110113 | 110129                  | U | -      | -",
        "EXPUNGE               | 110113 | destroy                 | D | -      | -",
        "MIGRATION             | 110113 | 110131                  | U | -      | -",
        "AUDIT_READ            | 110101 | audit-read              | R | -      | -",
        "AUDIT_VERIFY          | 110101 | audit-verify            | E | -      | -",
        "AUDIT_ARCHIVE         | 110101 | audit-archive           | D | -      | -",
        "AUDIT_HOLD            | 110101 | audit-hold              | U | -      | -",
        "SERVER_START          | 110100 | 110120                  | E | -      | -",
        "SERVER_STOP           | 110100 | 110121                  | E | -      | -",
      })
  void everyKindHasItsCodesAndItsProfiles(
      EventKind kind,
      String type,
      String subtypes,
      String action,
      String profile,
      String profileOfPatient) {
    AuditEvent none = AuditEvents.toFhir(SampleEvents.full(kind));
    AuditEvent one = AuditEvents.toFhir(SampleEvents.full(kind, "p1"));

    for (AuditEvent event : List.of(none, one)) {
      assertThat(event.getType().getCode()).isEqualTo(type);
      assertThat(event.getSubtype().stream().map(Coding::getCode).collect(Collectors.joining(" ")))
          .isEqualTo(subtypes);
      assertThat(event.getAction().toCode()).isEqualTo(action);
      assertThat(event.getMeta().getTag())
          .singleElement()
          .satisfies(
              it -> assertThat(it.getCode()).isEqualTo(lower(kind)),
              it -> assertThat(it.getSystem()).isEqualTo("urn:andiron:audit-event-kind"));
    }
    assertThat(kindProfiles(none)).isEqualTo(profile);
    assertThat(kindProfiles(one)).isEqualTo(profileOfPatient);
  }

  @Test
  void theTableHasEveryKind() throws NoSuchMethodException {
    CsvSource table =
        getClass()
            .getDeclaredMethod(
                "everyKindHasItsCodesAndItsProfiles",
                EventKind.class,
                String.class,
                String.class,
                String.class,
                String.class,
                String.class)
            .getAnnotation(CsvSource.class);

    assertThat(table.value())
        .extracting(row -> row.split("\\|")[0].strip())
        .containsExactlyInAnyOrder(
            Arrays.stream(EventKind.values()).map(Enum::name).toArray(String[]::new));
  }

  private static String kindProfiles(AuditEvent event) {
    String profiles =
        profiles(event).stream()
            .filter(it -> !it.contains("OAUTHaccessTokenUse"))
            .map(it -> it.replace(BALP, "").replaceFirst(".*/IHE\\.", ""))
            .collect(Collectors.joining(" "));
    return profiles.isEmpty() ? "-" : profiles;
  }

  private static List<String> profiles(AuditEvent event) {
    return event.getMeta().getProfile().stream().map(CanonicalType::getValue).toList();
  }

  private static String lower(EventKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Test
  void aReadIsExactlyThis() {
    String json =
        json(
            AuditedEvent.of(
                    EventKind.READ,
                    SampleEvents.RECORDED,
                    SampleEvents.SERVER,
                    SampleEvents.REQUESTER)
                .patients(List.of("p1"))
                .data(SampleEvents.DATA)
                .trace(RequestTrace.request("req-1"))
                .build());

    assertThat(json)
        .isEqualTo(
            "{\"resourceType\":\"AuditEvent\",\"meta\":{\"profile\":["
                + "\"https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead\","
                + "\"https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.OAUTHaccessTokenUse.Minimal\","
                + "\"https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.OAUTHaccessTokenUse.Comprehensive\"],"
                + "\"tag\":[{\"system\":\"urn:andiron:audit-event-kind\",\"code\":\"read\"}]},\"type\":{\"system\":\"http://terminology.hl7.org/CodeSystem/audit-event-type\",\"code\":\"rest\",\"display\":\"RESTful"
                + " Operation\"},"
                + "\"subtype\":[{\"system\":\"http://hl7.org/fhir/restful-interaction\",\"code\":\"read\",\"display\":\"read\"}],"
                + "\"action\":\"R\",\"recorded\":\"2026-03-01T12:34:56.789Z\",\"outcome\":\"0\","
                + "\"purposeOfEvent\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\",\"code\":\"TREAT\"}]}],\"agent\":[{\"type\":{\"coding\":[{\"system\":\"http://dicom.nema.org/resources/ontology/DCM\",\"code\":\"110152\",\"display\":\"Destination"
                + " Role ID\"},"
                + "{\"system\":\"http://dicom.nema.org/resources/ontology/DCM\",\"code\":\"110150\",\"display\":\"Application\"}]},\"who\":{\"identifier\":{\"value\":\"growth-chart\"},\"display\":\"Growth"
                + " Chart\"},\"requestor\":false,"
                + "\"network\":{\"address\":\"192.0.2.7\",\"type\":\"2\"}},{\"type\":{\"coding\":[{\"system\":\"http://dicom.nema.org/resources/ontology/DCM\",\"code\":\"110153\",\"display\":\"Source"
                + " Role ID\"}]},"
                + "\"who\":{\"identifier\":{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"https://fhir.example.org/fhir\"},\"display\":\"Andiron\"},\"requestor\":false,"
                + "\"network\":{\"address\":\"https://fhir.example.org/fhir\",\"type\":\"5\"}},{\"type\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ParticipationType\",\"code\":\"IRCP\",\"display\":\"information"
                + " recipient\"},{\"system\":\"https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes\",\"code\":\"UserOauthAgent\",\"display\":\"User"
                + " OAuth Agent participant\"}]},"
                + "\"role\":[{\"text\":\"emergency\"},{\"text\":\"physician\"}],\"who\":{\"reference\":\"Practitioner/7\",\"identifier\":{\"system\":\"https://fhir.example.org\",\"value\":\"dr.lin\"},\"display\":\"Dr."
                + " Lin\"},\"name\":\"Dr."
                + " Lin\",\"requestor\":true,\"policy\":[\"urn:ietf:params:oauth:jti:6f1f7b2e-8a0c-4c55-9a61-0d7a0b7d3c11\"],"
                + "\"purposeOfUse\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\",\"code\":\"TREAT\"}]}]},{\"type\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-RoleClass\",\"code\":\"PROV\",\"display\":\"healthcare"
                + " provider\"}]},\"who\":{\"reference\":\"Organization/3\",\"display\":\"Ward"
                + " 3\"},\"requestor\":false}],"
                + "\"source\":{\"site\":\"node-1\",\"observer\":{\"identifier\":{\"system\":\"urn:ietf:rfc:3986\",\"value\":\"https://fhir.example.org/fhir\"},\"display\":\"Andiron\"},\"type\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/security-source-type\",\"code\":\"4\",\"display\":\"Application"
                + " Server\"}]},\"entity\":[{\"what\":{\"reference\":\"Patient/p1\"},"
                + "\"type\":{\"system\":\"http://terminology.hl7.org/CodeSystem/audit-entity-type\",\"code\":\"1\",\"display\":\"Person\"},"
                + "\"role\":{\"system\":\"http://terminology.hl7.org/CodeSystem/object-role\",\"code\":\"1\",\"display\":\"Patient\"}},"
                + "{\"what\":{\"reference\":\"Observation/o1/_history/2\"},\"type\":{\"system\":\"http://terminology.hl7.org/CodeSystem/audit-entity-type\",\"code\":\"2\",\"display\":\"System"
                + " Object\"},\"role\":{\"system\":\"http://terminology.hl7.org/CodeSystem/object-role\",\"code\":\"4\",\"display\":\"Domain"
                + " Resource\"}},"
                + "{\"what\":{\"identifier\":{\"value\":\"req-1\"}},\"type\":{\"system\":\"https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType\",\"code\":\"XrequestId\",\"display\":\"transport"
                + " specific unique identifier where http X-Request-Id is used\"}}]}");
  }

  @Test
  void theBytesDependOnTheEventAlone() {
    AuditedEvent event = SampleEvents.full(EventKind.UPDATE, "p1");
    String expected = json(event);
    AuditedEvent past = SampleEvents.full(EventKind.BREAK_GLASS_END, "p1");
    String expectedPast = json(past);
    assertThat(expectedPast)
        .contains(
            "\"period\":{\"start\":\"2026-03-01T11:34:56.789Z\","
                + "\"end\":\"2026-03-01T11:49:56.789Z\"}");
    TimeZone zone = TimeZone.getDefault();
    Locale locale = Locale.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
      Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));

      assertThat(json(event)).isEqualTo(expected);
      assertThat(json(past)).isEqualTo(expectedPast);
      assertThat(json(SampleEvents.full(EventKind.UPDATE, "p1"))).isEqualTo(expected);
    } finally {
      TimeZone.setDefault(zone);
      Locale.setDefault(locale);
    }
    assertThat(json(withRoles(Set.of("a", "b", "c", "d", "e"))))
        .isEqualTo(json(withRoles(Set.of("e", "d", "c", "b", "a"))));
  }

  private static AuditedEvent withRoles(Set<String> roles) {
    return AuditedEvent.of(
            EventKind.SIGN_IN,
            SampleEvents.RECORDED,
            SampleEvents.SERVER,
            requester(
                Optional.of(
                    new HumanUser("https://idp.example.org", "x", "", Optional.empty(), roles)),
                Optional.empty()))
        .build();
  }

  private static Requester requester(Optional<HumanUser> user, Optional<String> token) {
    return new Requester(
        Optional.of(SampleEvents.CLIENT),
        user,
        Optional.empty(),
        Optional.empty(),
        token,
        List.of());
  }

  @Test
  void theTimeIsCutToMilliseconds() {
    AuditedEvent event =
        AuditedEvent.of(
                EventKind.SERVER_START,
                Instant.parse("2026-03-01T12:34:56.100999Z"),
                SampleEvents.SERVER,
                Requester.SERVER)
            .build();

    assertThat(event.recorded()).isEqualTo(Instant.parse("2026-03-01T12:34:56.100Z"));
    assertThat(json(event)).contains("\"recorded\":\"2026-03-01T12:34:56.100Z\"");
  }

  @Test
  void thereIsOneEventForEachPatient() {
    AuditedEvent event = SampleEvents.full(EventKind.SEARCH_TYPE, "p1", "p2", "p3", "p1");

    List<AuditEvent> resources = event.perPatient().stream().map(AuditEvents::toFhir).toList();

    assertThat(resources)
        .extracting(AuditEventsTest::patients)
        .containsExactly(List.of("Patient/p1"), List.of("Patient/p2"), List.of("Patient/p3"));
    assertThat(resources).allSatisfy(it -> assertThat(kindProfiles(it)).isEqualTo("PatientQuery"));
    assertThat(resources).allSatisfy(it -> assertThat(BalpConformance.problems(it)).isEmpty());
    assertThatIllegalArgumentException().isThrownBy(() -> AuditEvents.toFhir(event));
  }

  /** Whose record comes along in what was asked of another learns of no other patient by it. */
  @Test
  void thePatientOfAnotherIsNotNamed() {
    for (EventKind kind : List.of(EventKind.HISTORY_INSTANCE, EventKind.OPERATION)) {
      AuditedEvent event =
          SampleEvents.builder(kind, SampleEvents.REQUESTER)
              .patients(List.of("p1", "p2"))
              .data(DataObject.resource("Patient/p1/_history/3"))
              .build();
      List<AuditEvent> each = event.perPatient().stream().map(AuditEvents::toFhir).toList();
      assertThat(json(event.perPatient().get(0))).contains("Patient/p1/_history/3");
      assertThat(json(event.perPatient().get(1)))
          .contains("Patient/p2")
          .doesNotContain("Patient/p1");
      assertThat(each).allSatisfy(it -> assertThat(BalpConformance.problems(it)).isEmpty());
      assertThat(each).allSatisfy(it -> assertThat(BalpDefinitions.errors(it)).isEmpty());
    }
  }

  @Test
  void aSearchWithoutPatientsIsOneQuery() {
    List<AuditEvent> resources =
        SampleEvents.full(EventKind.SEARCH_TYPE).perPatient().stream()
            .map(AuditEvents::toFhir)
            .toList();

    assertThat(resources)
        .singleElement()
        .satisfies(
            it -> assertThat(patients(it)).isEmpty(),
            it -> assertThat(kindProfiles(it)).isEqualTo("Query"));
  }

  @Test
  void aSubjectThatMovesIsTheBusinessOfBoth() {
    assertThat(SampleEvents.full(EventKind.UPDATE, "from", "to").perPatient())
        .extracting(AuditedEvent::patients)
        .containsExactly(List.of("from"), List.of("to"));
  }

  @Test
  void noPatientLearnsOfTheConsentsOfAnother() {
    ConsentBasis other = new ConsentBasis("p2", Optional.of("Consent/c2/_history/1"), "", true, "");
    AuditedEvent event =
        SampleEvents.builder(EventKind.SEARCH_TYPE, SampleEvents.REQUESTER)
            .patients(List.of("p1", "p2", "p3"))
            .consents(List.of(SampleEvents.CONSENT, other))
            .build();

    assertThat(event.perPatient())
        .extracting(AuditedEvent::consents)
        .containsExactly(List.of(SampleEvents.CONSENT), List.of(other), List.of());
  }

  private static List<String> patients(AuditEvent event) {
    return event.getEntity().stream()
        .filter(it -> it.getType().getCode().equals("1"))
        .map(it -> it.getWhat().getReference())
        .toList();
  }

  @Test
  void ofTheTextOfARequestOnlyQueryAndReasonAreKept() {
    AuditedEvent event =
        AuditedEvent.of(
                EventKind.BREAK_GLASS_START,
                SampleEvents.RECORDED,
                SampleEvents.SERVER,
                SampleEvents.REQUESTER)
            .patients(List.of("p1"))
            .query(new RawQuery("https://h/fhir?name=" + CANARY, "body " + CANARY))
            .reason("unconscious, " + CANARY)
            .build();
    AuditEvent resource = AuditEvents.toFhir(event);
    AuditEventEntityComponent query =
        resource.getEntity().stream()
            .filter(AuditEventEntityComponent::hasQuery)
            .findFirst()
            .orElseThrow();
    AuditEventEntityComponent patient = resource.getEntityFirstRep();

    assertThat(new String(query.getQuery(), StandardCharsets.UTF_8))
        .isEqualTo("https://h/fhir?name=" + CANARY + "\n\nbody " + CANARY);
    assertThat(patient.getDetailFirstRep().getType()).isEqualTo("reason");
    assertThat(patient.getDetailFirstRep().getValue().primitiveValue())
        .isEqualTo("unconscious, " + CANARY);

    query.setQuery(null);
    patient.setDetail(null);
    assertThat(new String(AuditEvents.canonicalJson(resource), StandardCharsets.UTF_8))
        .doesNotContain(CANARY);
  }

  @Test
  void aRequestForATokenKeepsNoSecret() {
    assertThat(
            new String(
                RawQuery.token("https://h/token", "refresh_token", Optional.empty()).content(),
                StandardCharsets.UTF_8))
        .isEqualTo("https://h/token\n\ngrant_type=refresh_token");
  }

  @Test
  void theAddressOfAnEndpointHasNoSecrets() {
    assertThat(
            NetworkAddress.url(
                    URI.create("https://user:secret@hooks.example.org:8443/in?token=x#y"))
                .value())
        .isEqualTo("https://hooks.example.org:8443/in");
    assertThat(NetworkAddress.url(URI.create("mailto:secret@example.org")).value())
        .isEqualTo("mailto:");
  }

  @Test
  void theCriteriaOfAConditionalRequestAreWithTheData() {
    AuditEvent resource = AuditEvents.toFhir(SampleEvents.full(EventKind.CREATE, "p1"));

    assertThat(resource.getEntity())
        .filteredOn(AuditEventEntityComponent::hasQuery)
        .singleElement()
        .satisfies(
            it -> assertThat(it.getWhat().getReference()).isEqualTo("Observation/o1/_history/2"));
  }

  @Test
  void whatFailedClaimsNoProfileOfSuccessesAndSaysWhy() {
    AuditedEvent event =
        AuditedEvent.of(
                EventKind.READ, SampleEvents.RECORDED, SampleEvents.SERVER, SampleEvents.REQUESTER)
            .outcome(Outcome.refusal(FailureReason.WITHHELD_BY_CONSENT, 404))
            .query(RawQuery.get("https://fhir.example.org/fhir/Observation/o1"))
            .consents(
                List.of(new ConsentBasis("p1", Optional.empty(), "urn:policy:deny", false, "")))
            .build();
    AuditEvent resource = AuditEvents.toFhir(event);

    assertThat(kindProfiles(resource)).isEqualTo("-");
    assertThat(resource.getOutcome().toCode()).isEqualTo("8");
    assertThat(resource.getOutcomeDesc()).isEqualTo("404: withheld by consent or policy");
    assertThat(BalpDefinitions.errors(resource)).isEmpty();
    assertThat(BalpConformance.problems(resource)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureIsOne(FailureReason reason) {
    assertThat(Outcome.failure(reason).code().toCode()).isIn("4", "8", "12");
    assertThat(Outcome.failure(reason).description()).hasValue(reason.description());
  }

  @Test
  void aDecisionOfAConsentConformsWhetherItPermitsOrDenies() {
    AuditEvent denied =
        AuditEvents.toFhir(
            AuditedEvent.of(
                    EventKind.CONSENT_DECISION,
                    SampleEvents.RECORDED,
                    SampleEvents.SERVER,
                    SampleEvents.REQUESTER)
                .outcome(Outcome.refusal(FailureReason.WITHHELD_BY_CONSENT, 403))
                .patients(List.of("p1"))
                .consents(
                    List.of(
                        new ConsentBasis(
                            "p1",
                            Optional.of("Consent/c1/_history/4"),
                            "",
                            false,
                            "Consent.provision.provision[0]")))
                .trace(RequestTrace.request("req-1"))
                .build());

    assertThat(kindProfiles(denied)).isEqualTo("AuthZconsent");
    assertThat(BalpConformance.problems(denied)).isEmpty();
    AuditEventEntityComponent consent = denied.getEntity().get(1);
    assertThat(consent.getWhat().getReference()).isEqualTo("Consent/c1/_history/4");
    assertThat(consent.getDetail())
        .extracting(it -> it.getType() + "=" + it.getValue().primitiveValue())
        .containsExactly(
            "decision=deny", "rule=Consent.provision.provision[0]", "XrequestId=req-1");
  }

  @Test
  void aDecisionThatNoConsentMadeClaimsNoProfile() {
    AuditEvent decided =
        AuditEvents.toFhir(
            AuditedEvent.of(
                    EventKind.CONSENT_DECISION,
                    SampleEvents.RECORDED,
                    SampleEvents.SERVER,
                    SampleEvents.REQUESTER)
                .patients(List.of("p1"))
                .consents(
                    List.of(
                        new ConsentBasis("p1", Optional.empty(), "urn:policy:permit", true, "")))
                .build());

    assertThat(kindProfiles(decided)).isEqualTo("-");
    assertThat(BalpDefinitions.errors(decided)).isEmpty();
  }

  @Test
  void theTokenIsThatOfTheUserOrElseOfTheClient() {
    AuditEvent byUser = AuditEvents.toFhir(SampleEvents.full(EventKind.READ, "p1"));
    AuditEvent byClient =
        AuditEvents.toFhir(
            SampleEvents.builder(
                    EventKind.READ, requester(Optional.empty(), Optional.of("a jti/ü")))
                .build());

    assertThat(policies(byUser))
        .containsExactly(
            List.of(),
            List.of(),
            List.of("urn:ietf:params:oauth:jti:6f1f7b2e-8a0c-4c55-9a61-0d7a0b7d3c11"),
            List.of());
    assertThat(policies(byClient))
        .containsExactly(List.of("urn:ietf:params:oauth:jti:a%20jti%2F%C3%BC"), List.of());
    assertThat(profiles(byClient))
        .containsExactly(BALP + "Read", BALP + "OAUTHaccessTokenUse.Comprehensive");
    assertThat(byClient.getAgentFirstRep().getRequestor()).isTrue();
    assertThat(BalpConformance.problems(byClient)).isEmpty();
  }

  private static List<List<String>> policies(AuditEvent event) {
    return event.getAgent().stream()
        .map(agent -> agent.getPolicy().stream().map(it -> it.getValue()).toList())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void exactlyOneAsks(EventKind kind) {
    for (AuditedEvent event : List.of(SampleEvents.full(kind), SampleEvents.bare(kind))) {
      assertThat(AuditEvents.toFhir(event).getAgent())
          .filteredOn(AuditEventAgentComponent::getRequestor)
          .hasSize(1);
    }
  }

  @Test
  void whoeverIsActedForIsNamed() {
    Requester relative =
        new Requester(
            Optional.of(SampleEvents.CLIENT),
            Optional.of(SampleEvents.USER),
            Optional.empty(),
            Optional.of(new Party(Optional.of("Patient/p1"), "")),
            Optional.empty(),
            List.of());
    AuditEvent event =
        AuditEvents.toFhir(
            SampleEvents.builder(EventKind.READ, relative).patients(List.of("p1")).build());

    assertThat(event.getAgent().get(3).getWho().getReference()).isEqualTo("Patient/p1");
    assertThat(event.getAgent().get(3).getType().getCodingFirstRep().getCode())
        .isEqualTo("DELEGATOR");
    assertThat(BalpConformance.problems(event)).isEmpty();
  }

  @Test
  void whatDoesNotFitTheKindIsNoEvent() {
    assertNoEvent(EventKind.READ, builder -> builder);
    assertNoEvent(EventKind.SEARCH_TYPE, builder -> builder);
    assertNoEvent(EventKind.REFUSED_REQUEST, builder -> builder);
    assertNoEvent(EventKind.CONSENT_DECISION, builder -> builder.data(SampleEvents.DATA));
    assertNoEvent(EventKind.SIGN_IN, builder -> builder.patients(List.of("p1")).reason("why"));
    assertNoEvent(EventKind.BREAK_GLASS_START, builder -> builder.reason("why"));
    assertNoEvent(EventKind.SIGN_IN, builder -> builder.patients(List.of("Patient/p1")));
  }

  private static void assertNoEvent(EventKind kind, UnaryOperator<AuditedEvent.Builder> content) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                content
                    .apply(
                        AuditedEvent.of(
                            kind,
                            SampleEvents.RECORDED,
                            SampleEvents.SERVER,
                            SampleEvents.REQUESTER))
                    .build());
  }

  private static String json(AuditedEvent event) {
    return new String(AuditEvents.canonicalJson(AuditEvents.toFhir(event)), StandardCharsets.UTF_8);
  }
}
