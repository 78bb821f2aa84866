package org.andiron.audit.rest;

import static org.andiron.audit.rest.Events.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AuditEvents over HTTP: who may read which, by what they are found, and what is taken in. */
class AuditEventIT extends SmartIT {

  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final String patient = "p-" + mark;

  private FhirHttp system;

  private FhirHttp system() {
    if (system == null) {
      system = http(token("system/AuditEvent.cruds system/Basic.cruds system/Patient.cruds"));
    }
    return system;
  }

  private FhirHttp user(String name, String scopes) {
    return http(new UserTokens(this).of(name, scopes));
  }

  /** A token of a patient needs the resource of that patient. */
  private FhirHttp self(String scopes) {
    Answer stored =
        system()
            .put("Patient/test-patient", "{\"resourceType\":\"Patient\",\"id\":\"test-patient\"}");
    assertThat(stored.status()).as(stored.body()).isIn(200, 201);
    return http(new UserTokens(this).of(TestUsers.PATIENT, scopes, "test-patient"));
  }

  @AfterEach
  void removePatient() {
    system().delete("Patient/test-patient");
  }

  private String posted(AuditEvent event) {
    Answer answer = system().post("AuditEvent", json(event));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.id();
  }

  private AuditEvent event() {
    return Events.of(mark, patient);
  }

  private static List<String> ids(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    answer.json().path("entry").forEach(it -> ids.add(it.at("/resource/id").asText()));
    return ids;
  }

  private List<String> found(String parameters) {
    return ids(system().get("AuditEvent?site=" + mark + '&' + parameters));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void whatIsTakenInIsReadAsItWasSentAndMarkedAsForeign() {
    AuditEvent event = event();
    event.setRecorded(Date.from(Instant.parse("2001-02-03T04:05:06Z")));
    Answer created = system().post("AuditEvent", json(event));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.header("ETag")).contains("W/\"1\"");
    String id = created.id();
    assertThat(UUID.fromString(id).version()).isEqualTo(7);

    Answer read = system().get("AuditEvent/" + id);
    assertThat(read.status()).as(read.body()).isEqualTo(200);
    assertThat(read.header("ETag")).contains("W/\"1\"");
    assertThat(read.json().at("/meta/tag/0/system").asText()).isEqualTo("urn:andiron:audit-origin");
    assertThat(read.json().at("/meta/tag/0/code").asText()).isEqualTo("foreign");
    assertThat(read.json().path("recorded").asText()).startsWith("2001-02-03");
    assertThat(Instant.parse(read.json().at("/meta/lastUpdated").asText()))
        .isAfter(Instant.now().minus(1, ChronoUnit.HOURS));
    assertThat(read.json().path("extension").toString()).contains(BACKEND.clientId());
    assertThat(read.json().at("/entity/1/what/reference").asText()).endsWith("/_history/3");
    assertThat(read.json().at("/entity/1/query").asText()).isNotEmpty();

    assertThat(system().get("AuditEvent/" + id + "/_history/1").status()).isEqualTo(200);
    assertThat(system().get("AuditEvent/" + id + "/_history/2").status()).isEqualTo(404);
    assertThat(system().get("AuditEvent/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(system().get("AuditEvent/unknown").status()).isEqualTo(404);
    assertThat(system().get("AuditEvent/" + id, "If-None-Match", "W/\"1\"").status())
        .isEqualTo(304);
    assertThat(
            jdbc()
                .queryForObject(
                    "select is_foreign from andiron.audit_event where id = ?::uuid",
                    Boolean.class,
                    id))
        .isTrue();
    assertThat(
            jdbc()
                .queryForObject(
                    "select count(*) from hfj_resource where res_type = 'AuditEvent'",
                    Integer.class))
        .isZero();
  }

  @Test
  void isFoundByAllParametersOfTheStandardAndByNoOtherValue() {
    String id = posted(event());
    AuditEvent other = Events.of(mark, "other-" + mark);
    other
        .getType()
        .setSystem("http://terminology.hl7.org/CodeSystem/audit-event-type")
        .setCode("rest")
        .setDisplay(null);
    other.getSubtypeFirstRep().setCode("read");
    other.setAction(AuditEventAction.R);
    other.setOutcome(AuditEventOutcome._4);
    other.getAgentFirstRep().setWho(new Reference("Patient/agent-" + mark));
    other.getAgentFirstRep().setAltId("other").setName("Anna").getNetwork().setAddress("10.0.0.1");
    other.getAgentFirstRep().getPolicy().clear();
    other.getSource().setObserver(new Reference("Device/other"));
    other.getEntity().remove(1);
    String second = posted(other);

    for (String one :
        List.of(
            "patient=" + patient,
            "patient=Patient/" + patient,
            "patient:Patient=" + patient,
            "agent=Practitioner/reader-" + mark,
            "agent=reader-" + mark,
            "agent-name=zoe%20mu",
            "agent-name:contains=LLER",
            "agent-name:exact=" + encoded("Zoë Müller " + mark),
            "entity=Observation/seen-" + mark,
            "entity=seen-" + mark,
            "entity-type=2",
            "entity-type=" + encoded(Events.OBJECTS + "|2"),
            "action=E",
            "action=" + encoded("http://hl7.org/fhir/audit-event-action|E"),
            "type=110112",
            "type=" + encoded(Events.DICOM + "|110112"),
            "type=" + encoded(Events.DICOM + "|"),
            "subtype=search-type",
            "subtype=" + encoded(Events.INTERACTIONS + "|search-type"),
            "outcome=0",
            "outcome:not=4",
            "source=Device/observer-" + mark,
            "policy=" + encoded("http://policies.example.org/" + mark),
            "altid=alt-" + mark,
            "address=host-",
            "address:contains=" + mark,
            "policy:missing=false",
            "_id=" + id,
            "action=E,D&outcome=0,8",
            "_id=" + id + "," + UUID.randomUUID())) {
      assertThat(found(one)).as(one).containsExactly(id);
    }
    for (String both :
        List.of(
            "",
            "patient=" + patient + ",other-" + mark,
            "subtype=" + encoded(Events.INTERACTIONS + "|"),
            "entity-type=1",
            "_id=" + id + "," + second,
            "date=ge" + Instant.now().minus(1, ChronoUnit.HOURS),
            "date=ge2020&date=lt2100",
            "date=gt2020-01-01&_lastUpdated=ge2020",
            "date=ap" + Instant.now().truncatedTo(ChronoUnit.DAYS),
            "date=ne2020-05",
            "action:missing=false")) {
      if (!both.startsWith("date=ap")) {
        assertThat(found(both)).as(both).containsExactly(second, id);
      }
    }
    for (String none :
        List.of(
            "patient=Observation/1",
            "patient=nobody",
            "agent=Device/reader-" + mark,
            "agent-name=ller",
            "agent-name:exact=" + encoded("zoë müller " + mark),
            "entity-type=%7C2",
            "type=%7C110112",
            "type=10112",
            "action=" + encoded("http://example.org|E"),
            "date=lt2020",
            "date=2020-05",
            "date=eb2020",
            "altid=" + mark,
            "action=E&action=R",
            "outcome:missing=true",
            "_id=unknown")) {
      assertThat(found(none)).as(none).isEmpty();
    }
    assertThat(found("patient=agent-" + mark)).containsExactly(second);
    assertThat(found("_sort=date")).containsExactly(id, second);
    assertThat(found("_sort=-date")).containsExactly(second, id);
    Answer posted =
        system()
            .post(
                "AuditEvent/_search",
                "site=" + mark + "&action=E",
                "Content-Type",
                "application/x-www-form-urlencoded");
    assertThat(ids(posted)).containsExactly(id);
    assertThat(ids(system().get("Patient/" + patient + "/AuditEvent?site=" + mark)))
        .containsExactly(id);
    assertThat(ids(system().get("Practitioner/reader-" + mark + "/AuditEvent")))
        .containsExactly(id);
    Answer count = system().get("AuditEvent?site=" + mark + "&_summary=count");
    assertThat(count.json().path("total").asInt()).isEqualTo(2);
    assertThat(count.entries()).isZero();
    assertThat(system().get("AuditEvent?_count=0&site=" + mark).json().path("total").asInt())
        .isEqualTo(2);
    Answer elements = system().get("AuditEvent?_elements=action&site=" + mark);
    assertThat(elements.json().at("/entry/0/resource/action").asText()).isEqualTo("R");
    assertThat(elements.json().at("/entry/0/resource").has("entity")).isFalse();
    assertThat(system().get("AuditEvent?_format=xml&site=" + mark).body()).startsWith("<Bundle");
  }

  @Test
  void whatTheLogCannotDoIsRefusedOrLeftOutIfThatIsAskedFor() {
    String id = posted(event());
    for (String refused :
        List.of(
            "_sort=action",
            "_include=AuditEvent:patient",
            "_revinclude=Provenance:target",
            "agent.name=x",
            "patient.family=x",
            "_has:Provenance:target:agent=x",
            "_tag=x",
            "_text=x",
            "entity=Observation/1/_history/3",
            "action:text=x",
            "unknown=x")) {
      Answer answer = system().get("AuditEvent?" + refused);
      assertThat(answer.status()).as(refused + answer.body()).isIn(400, 403);
    }
    Answer sorted = system().get("AuditEvent?_sort=action");
    assertThat(sorted.status()).isEqualTo(400);
    assertThat(sorted.diagnostics()).contains("date");
    assertThat(sorted.body()).contains("http._sort");
    Answer lenient =
        system().get("AuditEvent?site=" + mark + "&_tag=x&unknown=x", "Prefer", "handling=lenient");
    assertThat(lenient.entries()).isEqualTo(2);
    assertThat(lenient.json().at("/entry/0/resource/id").asText()).isEqualTo(id);
    assertThat(lenient.json().at("/entry/1/search/mode").asText()).isEqualTo("outcome");
    assertThat(system().get("AuditEvent?_after=x").status()).isEqualTo(400);
    assertThat(system().get("AuditEvent?date=yesterday").status()).isEqualTo(400);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      posted.add(0, posted(event()));
    }
    List<Answer> pages = system().pages("AuditEvent?_count=3&site=" + mark);
    assertThat(pages).extracting(Answer::entries).containsExactly(3, 3, 1);
    assertThat(pages.stream().flatMap(it -> ids(it).stream()).toList()).isEqualTo(posted);
    assertThat(pages.get(0).json().has("total")).isFalse();
    Answer total = system().get("AuditEvent?_count=3&_total=accurate&site=" + mark);
    assertThat(total.json().path("total").asInt()).isEqualTo(7);
    // Whoever follows a link sees what they may see, not what its owner may.
    FhirHttp nurse = user(TestUsers.NURSE, "user/*.rs");
    assertThat(nurse.get(pages.get(0).next().orElseThrow()).status()).isEqualTo(403);
    FhirHttp self = self("patient/*.rs");
    assertThat(ids(self.get(pages.get(0).next().orElseThrow()))).isEmpty();
  }

  @Test
  void patientsSeeTheirOwnOfficersAllAndOthersNone() {
    String own = posted(Events.of(mark, "test-patient"));
    String foreign = posted(event());
    AuditEvent ofTwo = Events.of(mark, "test-patient");
    ofTwo.addEntity().setWhat(new Reference("Patient/" + patient));
    String both = posted(ofTwo);

    FhirHttp self = self("patient/AuditEvent.rs");
    FhirHttp asUser = user(TestUsers.PATIENT, "user/AuditEvent.rs");
    for (FhirHttp it : List.of(self, asUser)) {
      assertThat(ids(it.get("AuditEvent?site=" + mark))).containsExactly(own);
      assertThat(ids(it.get("Patient/" + patient + "/AuditEvent"))).isEmpty();
      assertThat(it.get("AuditEvent?_summary=count&site=" + mark).json().path("total").asInt())
          .isEqualTo(1);
      Answer read = it.get("AuditEvent/" + own);
      assertThat(read.status()).isEqualTo(200);
      assertThat(read.json().at("/entity/1").has("query")).isFalse();
      assertThat(read.json().at("/entity/1/_query").toString()).contains("masked");
      assertThat(it.get("AuditEvent/" + foreign).status()).isEqualTo(404);
      assertThat(it.get("AuditEvent/" + both).status()).isEqualTo(404);
      assertThat(it.post("AuditEvent", json(event())).status()).isEqualTo(403);
    }
    FhirHttp officer = user(TestUsers.PRIVACY_OFFICER, "user/AuditEvent.rs");
    assertThat(ids(officer.get("AuditEvent?site=" + mark))).containsExactly(both, foreign, own);
    assertThat(officer.get("AuditEvent/" + own).json().at("/entity/1/query").asText()).isNotEmpty();
    for (FhirHttp it :
        List.of(
            user(TestUsers.PRIVACY_OFFICER, "user/Consent.rs"),
            user(TestUsers.NURSE, "user/*.rs"),
            user(TestUsers.PHYSICIAN, "user/*.cruds"),
            user(TestUsers.RELATIVE, "user/*.rs"),
            user(TestUsers.ADMINISTRATOR, "user/*.cruds"),
            http(token("system/*.rs")),
            http(token("system/Patient.rs")))) {
      assertThat(it.get("AuditEvent/" + own).status()).isEqualTo(403);
      assertThat(it.get("AuditEvent?site=" + mark).status()).isEqualTo(403);
      assertThat(it.get("Patient/test-patient/AuditEvent").status()).isEqualTo(403);
    }
    assertThat(http().get("AuditEvent/" + own).status()).isEqualTo(401);
    FhirHttp some = http(token("system/AuditEvent.rs?action=R"));
    assertThat(ids(some.get("AuditEvent?site=" + mark))).isEmpty();
    assertThat(some.get("AuditEvent/" + own).status()).isEqualTo(404);
    FhirHttp matching = http(token("system/AuditEvent.rs?action=E"));
    assertThat(ids(matching.get("AuditEvent?site=" + mark))).hasSize(3);
  }

  @Test
  void readsAndSearchesAreEntriesOfBundles() {
    String own = posted(Events.of(mark, "test-patient"));
    String foreign = posted(event());
    String entries =
        "[{'request': {'method': 'GET', 'url': 'AuditEvent/%s'}}, {'request': {'method': 'GET',"
            + " 'url': 'AuditEvent?site=%s'}}, {'request': {'method': 'GET', 'url':"
            + " 'Patient/%s/AuditEvent'}}]";
    FhirHttp self = self("patient/*.rs");
    Answer mine = self.post("", bundle("batch", entries.formatted(own, mark, "test-patient")));
    assertThat(mine.json().at("/entry/0/response/status").asText()).startsWith("200");
    assertThat(mine.json().at("/entry/1/resource/entry").size()).isEqualTo(1);
    assertThat(mine.json().at("/entry/2/resource/entry").toString()).contains(own);
    Answer others = self.post("", bundle("batch", entries.formatted(foreign, mark, patient)));
    assertThat(others.json().at("/entry/0/response/status").asText()).startsWith("404");
    assertThat(others.json().at("/entry/2/resource/entry").size()).isZero();
    Answer all =
        system().post("", bundle("transaction", entries.formatted(foreign, mark, patient)));
    assertThat(all.status()).as(all.body()).isEqualTo(200);
    assertThat(all.json().at("/entry/1/resource/entry").size()).isEqualTo(2);
    assertThat(all.json().at("/entry/2/resource/entry").toString())
        .contains(foreign)
        .doesNotContain(own);
  }

  private static String bundle(String type, String entries) {
    return ("{'resourceType': 'Bundle', 'type': '" + type + "', 'entry': ").replace('\'', '"')
        + entries.replace('\'', '"')
        + "}";
  }

  @Test
  void anEventIsStoredWithItsTransactionOrNotAtAll() {
    String post =
        "{'request': {'method': 'POST', 'url': 'AuditEvent'}, 'resource': ".replace('\'', '"')
            + json(event())
            + "}";
    String basic =
        "{'fullUrl': 'urn:uuid:%s', 'request': {'method': 'POST', 'url': 'Basic'}, 'resource':"
            + " {'resourceType': 'Basic', 'code': {'text': 'x'}%s}}";
    Answer good =
        system()
            .post(
                "",
                bundle("transaction", "[")
                    .replace(
                        "[}",
                        "["
                            + post
                            + ","
                            + basic.formatted(UUID.randomUUID(), "").replace('\'', '"')
                            + "]}"));
    assertThat(good.status()).as(good.body()).isEqualTo(200);
    assertThat(good.json().at("/entry/0/response/location").asText()).startsWith("AuditEvent/");
    assertThat(found("")).hasSize(1);
    Answer bad =
        system()
            .post(
                "",
                bundle("transaction", "[")
                    .replace(
                        "[}",
                        "["
                            + post
                            + ","
                            + basic
                                .formatted(
                                    UUID.randomUUID(),
                                    ", 'subject': {'reference': 'Patient/absent'}")
                                .replace('\'', '"')
                            + "]}"));
    assertThat(bad.status()).as(bad.body()).isBetween(400, 499);
    assertThat(found("")).hasSize(1);
    Answer batch = system().post("", bundle("batch", "[").replace("[}", "[" + post + "]}"));
    assertThat(batch.json().at("/entry/0/response/status").asText()).startsWith("201");
    assertThat(found("")).hasSize(2);
    AuditEvent placeholder = event();
    placeholder.addEntity().setWhat(new Reference("urn:uuid:" + UUID.randomUUID()));
    Answer refused =
        system()
            .post(
                "",
                bundle("transaction", "[")
                    .replace(
                        "[}",
                        "[{\"request\": {\"method\": \"POST\", \"url\": \"AuditEvent\"},"
                            + " \"resource\": "
                            + json(placeholder)
                            + "}]}"));
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
  }

  @Test
  void nothingChangesOrDeletesThem() {
    String id = posted(event());
    AuditEvent changed = event();
    changed.setId(id);
    String patch = "[{\"op\":\"replace\",\"path\":\"/action\",\"value\":\"D\"}]";
    for (FhirHttp it :
        List.of(system(), http(token("system/*.cruds")), user(TestUsers.NURSE, "user/*.cruds"))) {
      for (Answer answer :
          List.of(
              it.put("AuditEvent/" + id, json(changed)),
              it.patch("AuditEvent/" + id, patch, "Content-Type", "application/json-patch+json"),
              it.delete("AuditEvent/" + id),
              it.post("AuditEvent/" + id + "/$expunge", "{\"resourceType\":\"Parameters\"}"),
              it.post("AuditEvent/" + id + "/$meta-add", "{\"resourceType\":\"Parameters\"}"),
              it.post("AuditEvent/" + id + "/$meta-delete", "{\"resourceType\":\"Parameters\"}"),
              it.post("AuditEvent/" + id, json(changed)))) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(405);
        assertThat(allowed(answer)).isEqualTo(Set.of("GET, HEAD, OPTIONS".split(", ", -1)));
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
      }
      for (Answer answer :
          List.of(
              it.put("AuditEvent?site=" + mark, json(event())),
              it.patch(
                  "AuditEvent?site=" + mark, patch, "Content-Type", "application/json-patch+json"),
              it.delete("AuditEvent?site=" + mark),
              it.post("AuditEvent/$expunge", "{\"resourceType\":\"Parameters\"}"))) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(405);
        assertThat(allowed(answer)).isEqualTo(Set.of("GET, HEAD, POST, OPTIONS".split(", ", -1)));
      }
      String entries =
          "[{'request': {'method': 'DELETE', 'url': 'AuditEvent/%1$s'}}, {'request': {'method':"
              + " 'DELETE', 'url': 'AuditEvent?site=%2$s'}}, {'request': {'method': 'PUT', 'url':"
              + " 'AuditEvent/%1$s'}, 'resource': %3$s}]";
      String body = bundle("batch", entries.formatted(id, mark, json(changed)));
      Answer batch = it.post("", body);
      for (int i = 0; i < 3; i++) {
        assertThat(batch.json().at("/entry/" + i + "/response/status").asText())
            .as(batch.body())
            .startsWith("405");
      }
      Answer transaction = it.post("", body.replace("\"batch\"", "\"transaction\""));
      assertThat(transaction.status()).as(transaction.body()).isEqualTo(405);
    }
    for (String history : List.of("AuditEvent/_history", "AuditEvent/" + id + "/_history")) {
      assertThat(system().get(history).status()).isEqualTo(405);
    }
    Answer options = system().send("OPTIONS", "AuditEvent/" + id, null);
    assertThat(allowed(options)).isEqualTo(Set.of("GET, HEAD, OPTIONS".split(", ", -1)));
    assertThat(system().get("AuditEvent/" + id).json().path("action").asText()).isEqualTo("E");
  }

  @Test
  void noOtherRouteLeadsToThem() {
    posted(event());
    FhirHttp all = http(token("system/*.cruds system/AuditEvent.cruds"));
    for (String route :
        List.of(
            "Patient?_has:AuditEvent:patient:action=E",
            "Patient?_revinclude=AuditEvent:patient",
            "Patient?_has:Observation:patient:_has:AuditEvent:entity:action=E",
            "?_type=AuditEvent&_lastUpdated=ge2000",
            "?_type=Patient,AuditEvent&_lastUpdated=ge2000",
            "Task?reason-reference:AuditEvent.action=E")) {
      Answer answer = all.get(route);
      assertThat(answer.status()).as(route + answer.body()).isEqualTo(400);
    }
    assertThat(
            all.put(
                    "Patient/" + patient,
                    "{\"resourceType\":\"Patient\",\"id\":\"" + patient + "\"}")
                .status())
        .isEqualTo(201);
    for (String route :
        List.of(
            "Patient/" + patient + "/$everything",
            "Patient/" + patient + "/*",
            "_history?_count=50",
            "?_lastUpdated=ge2000&_count=50")) {
      Answer answer = all.get(route);
      assertThat(answer.status()).as(route + answer.body()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("\"resourceType\":\"AuditEvent\"");
    }
    assertThat(all.get("Patient/" + patient + "/$everything?_type=AuditEvent").status())
        .isEqualTo(400);
    assertThat(all.get("$export?_type=AuditEvent", "Prefer", "respond-async").status())
        .isEqualTo(400);
    Answer graphql =
        all.post(
            "$graphql",
            "{\"query\":\"{AuditEventList(action:\\\"E\\\"){id}}\"}",
            "Content-Type",
            "application/json");
    assertThat(graphql.status()).isEqualTo(400);
    assertThat(graphql.diagnostics()).contains("/AuditEvent");
    Answer subscription =
        all.post(
            "Subscription",
            "{\"resourceType\":\"Subscription\",\"status\":\"requested\",\"reason\":\"x\","
                + "\"criteria\":\"AuditEvent?action=E\",\"channel\":{\"type\":\"rest-hook\","
                + "\"endpoint\":\"http://127.0.0.1:1/x\"}}");
    assertThat(subscription.status()).as(subscription.body()).isEqualTo(422);
    assertThat(all.delete("Patient/" + patient).status()).isEqualTo(200);
  }

  private static Set<String> allowed(Answer answer) {
    return Set.of(answer.header("Allow").orElseThrow().split(", ?", -1));
  }

  private void refused(Consumer<AuditEvent> change) {
    AuditEvent event = event();
    change.accept(event);
    Answer answer = system().post("AuditEvent", json(event));
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  @Test
  void nobodyElseSpeaksInOurName() {
    refused(it -> it.getMeta().addTag("urn:andiron:audit-event-kind", "read", null));
    refused(it -> it.getMeta().addTag("urn:andiron:audit-origin", "own", null));
    refused(it -> it.addSubtype().setSystem("urn:andiron:audit-event-kind").setCode("sign-in"));
    refused(it -> it.addExtension("urn:andiron:audit-received", new StringType("x")));
    refused(it -> it.getSource().setObserver(new Reference(baseUrl())));
    refused(
        it ->
            it.getSource()
                .getObserver()
                .getIdentifier()
                .setSystem("urn:ietf:rfc:3986")
                .setValue(baseUrl() + "/"));
    refused(
        it ->
            it.addAgent()
                .setRequestor(false)
                .getWho()
                .getIdentifier()
                .setSystem("urn:ietf:rfc:3986")
                .setValue(baseUrl()));
    assertThat(found("")).isEmpty();
    // The id and the time of recording are ours, whatever the event says.
    AuditEvent event = event();
    event.setId(UUID.randomUUID().toString());
    event.getMeta().setLastUpdated(new Date(0)).setVersionId("7");
    event.setRecorded(Date.from(Instant.parse("1999-01-01T00:00:00Z")));
    String id = posted(event);
    assertThat(id).isNotEqualTo(event.getIdElement().getIdPart());
    assertThat(found("date=lt2000")).isEmpty();
    assertThat(found("date=ge2020")).containsExactly(id);
    AuditEvent absolute = event();
    absolute.getEntityFirstRep().getWhat().setReference(baseUrl() + "/Patient/" + patient);
    String here = posted(absolute);
    assertThat(found("patient=" + patient)).containsExactly(here, id);
  }

  @Test
  void whatIsNoAuditEventIsRefused() {
    refused(it -> it.getAgent().clear());
    refused(it -> it.setType(null));
    refused(it -> it.setRecorded(null));
    refused(it -> it.getSource().setObserver(null));
    refused(it -> it.getAgentFirstRep().setRequestorElement(null));
    // sev-1: a name or a query, not both.
    refused(it -> it.getEntity().get(1).setName("both"));
    refused(it -> it.setOutcomeDesc("x".repeat(70_000)));
    Answer largest = system().post("AuditEvent", json(event().setOutcomeDesc("x".repeat(60_000))));
    assertThat(largest.status()).as(largest.body()).isEqualTo(201);
    Answer conditional =
        system().post("AuditEvent", json(event()), "If-None-Exist", "site=" + mark);
    assertThat(conditional.status()).as(conditional.body()).isEqualTo(400);
    assertThat(found("outcome=0")).hasSize(1);
  }

  @Test
  void whoeverMayAddSeesNothingByThat() {
    FhirHttp source = http(token("system/AuditEvent.c"));
    Answer created = source.post("AuditEvent", json(event()), "Prefer", "return=representation");
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(source.get("AuditEvent/" + created.id()).status()).isEqualTo(403);
    assertThat(source.get("AuditEvent?site=" + mark).status()).isEqualTo(403);
    assertThat(http(token("system/AuditEvent.rs")).post("AuditEvent", json(event())).status())
        .isEqualTo(403);
    assertThat(found("")).containsExactly(created.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00x"})
  void textsThatCannotBeKeptAreRefused(String escape) {
    Answer answer =
        system()
            .post(
                "AuditEvent",
                json(event().setOutcomeDesc("here")).replace("here", "here" + escape));
    assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    assertThat(found("")).isEmpty();
  }
}
