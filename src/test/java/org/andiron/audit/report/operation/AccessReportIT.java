package org.andiron.audit.report.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.ledger.Salt;
import org.andiron.audit.store.AuditLog;
import org.andiron.audit.store.Row;
import org.andiron.audit.store.SearchValues;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hl7.fhir.r4.model.AuditEvent;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code Patient/[id]/$access-report} over HTTP: for whom it is, and that it equals the log. */
class AccessReportIT extends SmartIT {

  private static final int PATIENTS = 1_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Autowired private AuditLog log;

  private final String mark = "r" + UUID.randomUUID().toString().substring(0, 8);

  /** Whoever comes into the context of an app has a Patient. */
  @BeforeEach
  void thePatient() {
    Answer stored =
        http(token("system/Patient.cruds"))
            .put(
                "Patient/test-patient",
                "{\"resourceType\": \"Patient\", \"id\": \"test-patient\"}");
    assertThat(stored.status()).as(stored.body()).isIn(200, 201);
  }

  private String officer() {
    return new UserTokens(this).of(TestUsers.PRIVACY_OFFICER, "user/AuditEvent.rs");
  }

  private static Answer ask(FhirHttp http, String patient, String query, String... headers) {
    return http.get("Patient/" + patient + "/$access-report" + query, headers);
  }

  private static Row row(AuditEvent event, Instant recorded, boolean foreign) {
    UUID id = Row.newId(recorded);
    event.setId(id.toString());
    return new Row(
        id,
        recorded,
        new String(AuditEvents.canonicalJson(event), StandardCharsets.UTF_8),
        Salt.random(),
        SearchValues.of(event),
        foreign,
        null);
  }

  private static Instant ago(long seconds) {
    return Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(seconds);
  }

  private static List<String> ids(JsonNode bundle) {
    List<String> ids = new ArrayList<>();
    bundle.path("entry").forEach(it -> ids.add(it.at("/resource/id").asText()));
    return ids;
  }

  private static List<CSVRecord> table(Answer answer) {
    try {
      return CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .build()
          .parse(new StringReader(answer.body().substring(1)))
          .getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an event has beside what a report changes or adds. */
  private static JsonNode comparable(JsonNode event) {
    ObjectNode copy = event.deepCopy();
    if (copy.path("meta") instanceof ObjectNode meta) {
      meta.remove(List.of("versionId", "lastUpdated"));
      if (meta.isEmpty()) {
        copy.remove("meta");
      }
    }
    for (JsonNode entity : copy.path("entity")) {
      ((ObjectNode) entity).remove(List.of("query", "_query"));
    }
    return copy;
  }

  @Test
  void equalsTheLogForAThousandPatients() {
    long seed = System.nanoTime();
    RandomLog random = new RandomLog(new Random(seed), mark);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < PATIENTS; i++) {
      for (RandomLog.Made it : random.of(mark + "-" + i)) {
        rows.add(row(it.event(), ago(random.seconds()), it.foreign()));
      }
    }
    Collections.shuffle(rows, new Random(seed));
    for (int i = 0; i < rows.size(); i += 100) {
      log.commit(rows.subList(i, Math.min(rows.size(), i + 100)));
    }

    Map<String, Map<String, JsonNode>> expected = inTheTable();
    assertThat(expected.values().stream().mapToInt(Map::size).sum()).isGreaterThan(PATIENTS * 3);
    FhirHttp http = http(officer());
    for (int i = 0; i < PATIENTS; i++) {
      if (i % 200 == 199) {
        http = http(officer());
      }
      String patient = mark + "-" + i;
      Map<String, JsonNode> known = expected.getOrDefault(patient, Map.of());
      Answer answer = ask(http, patient, "");
      if (known.isEmpty()) {
        assertThat(answer.status()).isEqualTo(404);
        continue;
      }
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      Map<String, JsonNode> reported = new TreeMap<>();
      answer
          .json()
          .path("entry")
          .forEach(
              it ->
                  assertThat(
                          reported.put(
                              it.at("/resource/id").asText(), comparable(it.path("resource"))))
                      .isNull());
      assertThat(reported).as("seed %s, patient %s", seed, patient).isEqualTo(known);
      if (i % 10 == 0) {
        tableAndPage(http, patient, known.keySet());
      }
    }
  }

  private void tableAndPage(FhirHttp http, String patient, Set<String> known) {
    // The reports before are events by now.
    String until = "&_until=" + Instant.now().minus(61, ChronoUnit.SECONDS);
    Answer csv = ask(http, patient, "?_format=csv" + until);
    assertThat(csv.status()).as(csv.body()).isEqualTo(200);
    assertThat(table(csv).stream().map(it -> it.get("Entry")).toList())
        .containsExactlyInAnyOrderElementsOf(known);
    Answer html = ask(http, patient, "?_format=html" + until);
    assertThat(html.status()).as(html.body()).isEqualTo(200);
    Document page = Jsoup.parse(html.body());
    Matcher shown =
        Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
            .matcher(page.select(".day").text());
    List<String> listed = new ArrayList<>();
    while (shown.find()) {
      listed.add(shown.group());
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(known);
    assertThat(page.selectFirst(".totals strong").text()).isEqualTo("" + known.size());
  }

  /** Of each patient the events that name this one alone, as the JSON in the table has it. */
  private Map<String, Map<String, JsonNode>> inTheTable() {
    Map<String, Map<String, JsonNode>> events = new HashMap<>();
    jdbc()
        .query(
            "select id::text, content from andiron.audit_event where content like ?",
            row -> {
              JsonNode event = json(row.getString(2));
              Set<String> patients = new HashSet<>();
              for (JsonNode entity : event.path("entity")) {
                String what = entity.at("/what/reference").asText("");
                if (what.startsWith("Patient/")) {
                  patients.add(what.split("/", -1)[1]);
                }
              }
              if (patients.size() == 1) {
                events
                    .computeIfAbsent(patients.iterator().next(), it -> new TreeMap<>())
                    .put(row.getString(1), comparable(event));
              }
            },
            "%" + mark + "-%");
    return events;
  }

  @Test
  void isForThePatientAndForOfficersAndForNobodyElse() {
    log.commit(
        List.of(
            row(RandomLog.read("test-patient", "Practitioner/7", mark), ago(5), false),
            row(RandomLog.read(mark, "Practitioner/7", mark), ago(5), false)));
    UserTokens users = new UserTokens(this);
    List<FhirHttp> own =
        List.of(
            http(users.of(TestUsers.PATIENT, "patient/AuditEvent.rs", "test-patient")),
            http(users.of(TestUsers.PATIENT, "user/*.rs")));
    for (FhirHttp it : own) {
      Answer report = ask(it, "test-patient", "");
      assertThat(report.status()).as(report.body()).isEqualTo(200);
      assertThat(report.body()).contains(mark);
      // The same as of a patient whom nobody knows.
      for (String format : List.of("", "?_format=csv", "?_format=html")) {
        Answer other = ask(it, mark, format);
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.diagnostics().replace(mark, "x"))
            .isEqualTo(ask(it, "nobody", format).diagnostics().replace("nobody", "x"));
      }
    }
    FhirHttp officer = http(officer());
    assertThat(ask(officer, mark, "").status()).isEqualTo(200);
    assertThat(ask(officer, "nobody-" + mark, "").status()).isEqualTo(404);
    for (FhirHttp it :
        List.of(
            http(users.of(TestUsers.NURSE, "user/*.cruds")),
            http(users.of(TestUsers.PHYSICIAN, "user/*.cruds")),
            http(users.of(TestUsers.RELATIVE, "user/*.rs")),
            http(users.of(TestUsers.RESEARCHER, "user/*.rs")),
            http(users.of(TestUsers.ADMINISTRATOR, "user/*.cruds")),
            http(users.of(TestUsers.PATIENT, "user/Observation.rs")),
            http(users.of(TestUsers.PRIVACY_OFFICER, "user/Consent.rs")),
            http(token("system/*.cruds system/AuditEvent.cruds")))) {
      Answer refused = ask(it, "test-patient", "");
      assertThat(refused.status()).as(refused.body()).isIn(403, 404);
      assertThat(refused.body()).doesNotContain(mark);
    }
    assertThat(ask(http(), "test-patient", "").status()).isEqualTo(401);
  }

  @Test
  void aScopeForSomeEventsIsNotEnough() {
    FhirHttp some =
        http(
            new UserTokens(this)
                .of(TestUsers.PATIENT, "patient/AuditEvent.rs?action=R", "test-patient"));
    Answer refused = ask(some, "test-patient", "");
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    assertThat(refused.diagnostics()).contains("without a query");
    assertThat(ask(some, mark, "").status()).isEqualTo(404);
  }

  @Test
  void thePatientReadsItAlthoughAConsentDeniesEverybody() {
    givenConsent(
        "test-patient",
        """
        "policy": [{"uri": "http://example.org/policy"}], "provision": {"type": "deny"}
        """);
    FhirHttp self = http(new UserTokens(this).of(TestUsers.PATIENT, "user/*.rs"));
    assertThat(ask(self, "test-patient", "").status()).isEqualTo(200);
  }

  @Test
  void isAnEventOfTheRecordItself() {
    log.commit(List.of(row(RandomLog.read(mark, "Practitioner/7", mark), ago(5), false)));
    FhirHttp officer = http(officer());
    assertThat(ids(ask(officer, mark, "").json())).hasSize(1);
    JsonNode second = ask(officer, mark, "").json();
    assertThat(second.path("entry")).hasSize(2);
    JsonNode report = second.at("/entry/0/resource");
    assertThat(report.at("/meta/tag/0/code").asText()).isEqualTo("audit-read");
    assertThat(report.path("entity").toString()).contains("Patient/" + mark);
    CSVRecord line = table(ask(officer, mark, "?_format=csv")).get(0);
    assertThat(line.get("What was done")).isEqualTo("Read this log of uses");
    assertThat(line.get("Data")).isEqualTo("this report");
    assertThat(line.get("Who")).isEqualTo("Test Privacy Officer");
  }

  @Test
  void manyEventsComeInAllForms() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1_700; i++) {
      // Some at the same time: the page after one goes on behind its id.
      rows.add(row(RandomLog.read(mark, "Practitioner/" + i % 7, mark), ago(60 + i / 3), false));
    }
    for (int i = 0; i < rows.size(); i += 100) {
      log.commit(rows.subList(i, i + 100));
    }
    FhirHttp officer = http(officer());
    String until = "?_until=" + ago(59).truncatedTo(ChronoUnit.SECONDS);
    List<String> newest = ids(ask(officer, mark, until).json());
    assertThat(newest).doesNotHaveDuplicates().hasSize(1_700);
    assertThat(newest)
        .isSortedAccordingTo(
            (one, other) -> other.substring(0, 13).compareTo(one.substring(0, 13)));
    assertThat(table(ask(officer, mark, until + "&_format=csv"))).hasSize(1_700);
    Document page = Jsoup.parse(ask(officer, mark, until + "&_format=html").body());
    assertThat(page.select(".day li")).hasSize(1_700);
    Answer xml = ask(officer, mark, until, "Accept", "application/fhir+xml");
    assertThat(xml.body().split("<entry>", -1)).hasSize(1_701);
  }

  @Test
  void theFormAndTheLanguageAreAskedForAsUsual() {
    log.commit(List.of(row(RandomLog.read(mark, "Practitioner/7", mark), ago(5), false)));
    FhirHttp officer = http(officer());
    Answer page =
        ask(officer, mark, "", "Accept", "text/html,*/*;q=0.8", "Accept-Language", "zh-CN");
    assertThat(page.header("Content-Type")).contains("text/html;charset=UTF-8");
    assertThat(page.header("Content-Language")).contains("zh-CN");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "style-src 'sha256-");
    assertThat(page.body()).contains("谁使用过这份健康档案");
    Answer english = ask(officer, mark, "?_format=text/html&language=en", "Accept-Language", "zh");
    assertThat(english.body()).contains("Who used this health record");
    Answer csv = ask(officer, mark, "", "Accept", "text/csv");
    assertThat(csv.header("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.header("Content-Disposition").orElseThrow()).contains("access-report.csv");
    assertThat(csv.response().body()).startsWith(0xEF, 0xBB, 0xBF);
    Answer bundle = ask(officer, mark, "");
    assertThat(bundle.header("Content-Type").orElseThrow()).startsWith("application/fhir+json");
    assertThat(bundle.json().path("type").asText()).isEqualTo("collection");
    Answer posted =
        officer.post(
            "Patient/" + mark + "/$access-report",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_since\",\"valueDateTime\":"
                + "\"2020-01-01\"}]}");
    assertThat(posted.status()).as(posted.body()).isEqualTo(200);
    assertThat(posted.entries()).isPositive();
    assertThat(ids(ask(officer, mark, "?_until=2020-01-01").json())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "?_format=pdf, 406",
    "?_untill=2020, 400",
    "?_since=yesterday, 400",
    "?_since=2026-02-02&_until=2026-02-01, 400",
    "?language=fr, 400"
  })
  void whatItDoesNotHaveIsRefused(String query, int status) {
    FhirHttp self = http(new UserTokens(this).of(TestUsers.PATIENT, "user/*.rs"));
    for (String accept : List.of("*/*", "text/html")) {
      Answer refused = ask(self, "test-patient", query, "Accept", accept);
      assertThat(refused.status()).as(refused.body()).isEqualTo(status);
      assertThat(refused.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }
  }

  @Test
  void isNoEntryOfABundle() {
    FhirHttp self = http(new UserTokens(this).of(TestUsers.PATIENT, "user/*.rs"));
    Answer batch =
        self.post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":"
                + "\"GET\",\"url\":\"Patient/test-patient/$access-report\"}}]}");
    assertThat(batch.status()).as(batch.body()).isEqualTo(200);
    assertThat(batch.json().at("/entry/0/response/status").asText()).startsWith("400");
  }

  @Test
  void isDescribed() {
    FhirHttp self = http(new UserTokens(this).of(TestUsers.PATIENT, "user/*.rs"));
    Answer statement = self.get("metadata");
    JsonNode found = null;
    for (JsonNode type : statement.json().at("/rest/0/resource")) {
      for (JsonNode operation : type.path("operation")) {
        if (operation.path("name").asText().equals("access-report")) {
          found = operation;
        }
      }
    }
    assertThat(found).isNotNull();
    Answer definition = self.get(found.path("definition").asText());
    assertThat(definition.status()).as(definition.body()).isEqualTo(200);
    assertThat(definition.json().path("parameter"))
        .extracting(it -> it.path("name").asText())
        .contains("_since", "_until", "language", "return");
  }
}
