package org.andiron.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.andiron.audit.capture.Recorded.Request;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of request leaves its events, one for each patient, before it is answered. */
class RecordedRequestsIT extends SmartIT {

  private static final String EVERYTHING = "system/*.cruds";

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String first = "rec-a-" + run;
  private final String second = "rec-b-" + run;
  private FhirHttp backend = http0();

  private static FhirHttp http0() {
    return new FhirHttp("http://localhost");
  }

  @BeforeEach
  void twoPatients() {
    backend = http(token(EVERYTHING));
    for (String patient : new String[] {first, second}) {
      assertThat(backend.put("/Patient/" + patient, patient(patient)).status()).isEqualTo(201);
      assertThat(
              backend
                  .put("/Observation/o-" + patient, observation("o-" + patient, patient))
                  .status())
          .isEqualTo(201);
    }
  }

  private String patient(String id) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"identifier\":[{\"system\":\"urn:run\",\"value\":\"%s\"}]}"
        .formatted(id, run);
  }

  private static String observation(String id, String patient) {
    return ("{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
            + "\"subject\":{\"reference\":\"Patient/%s\"}}")
        .formatted(id, patient);
  }

  private Request send(String method, String path, @Nullable String body, String... headers) {
    return Recorded.send(jdbc(), backend, method, path, body, headers);
  }

  private Request get(String path) {
    return send("GET", path.replace("|", "%7C"), null);
  }

  @Test
  void read() {
    Request read = get("/Observation/o-" + first);
    assertThat(read.answer().status()).isEqualTo(200);
    AuditEvent event = read.recorded().only();
    assertThat(read.recorded().kinds()).containsExactly("read " + first);
    assertThat(read.recorded().data()).containsExactly("Observation/o-" + first + "/_history/1");
    assertThat(event.getOutcome()).isEqualTo(AuditEventOutcome._0);
    assertThat(event.getAgent())
        .anySatisfy(
            it -> assertThat(it.getWho().getIdentifier().getValue()).isEqualTo("test-backend"));
  }

  @Test
  void versionsAndHistory() {
    assertThat(get("/Observation/o-" + first + "/_history/1").recorded().kinds())
        .containsExactly("vread " + first);
    assertThat(get("/Observation/o-" + first + "/_history").recorded().kinds())
        .containsExactly("history-instance " + first);
    assertThat(get("/Observation/_history?_count=50").recorded().kinds())
        .contains("history-type " + first, "history-type " + second);
  }

  @Test
  void searches() {
    assertThat(get("/Patient?identifier=urn:run|" + run).recorded().kinds())
        .containsExactlyInAnyOrder("search-type " + first, "search-type " + second);
    assertThat(get("/Patient?identifier=urn:run|nobody").recorded().kinds())
        .containsExactly("search-type");
    assertThat(get("/Observation?patient=" + first + "&status=amended").recorded().kinds())
        .containsExactly("search-type " + first);
    assertThat(get("/Patient?identifier=urn:run|" + run + "&_summary=count").recorded().kinds())
        .containsExactly("count");
    assertThat(get("/Patient/" + first + "/Observation").recorded().kinds())
        .containsExactly("search-type " + first);
    Request posted =
        send(
            "POST",
            "/Patient/_search",
            "identifier=urn:run|" + run,
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(posted.recorded().kinds()).hasSize(2);
    assertThat(
            new String(
                posted.recorded().all().get(0).getEntity().stream()
                    .filter(it -> it.hasQuery())
                    .findFirst()
                    .orElseThrow()
                    .getQuery(),
                java.nio.charset.StandardCharsets.UTF_8))
        .contains("identifier=urn:run|" + run);
  }

  /** The parameters name what is compared, in the URL or in a body. */
  @Test
  void comparisons() {
    String one = "Observation/o-" + first;
    String other = "Observation/o-" + second;
    assertThat(get("/$diff?from=" + one + "/_history/1&to=" + other).recorded().kinds())
        .containsExactlyInAnyOrder("operation " + first, "operation " + second);
    Request posted =
        send(
            "POST",
            "/$diff",
            """
            {"resourceType": "Parameters", "parameter": [
             {"name": "from", "valueString": "%s"}, {"name": "to", "valueString": "%s"}]}
            """
                .formatted(one, other));
    assertThat(posted.answer().status()).as(posted.answer().body()).isEqualTo(200);
    assertThat(posted.recorded().kinds())
        .containsExactlyInAnyOrder("operation " + first, "operation " + second);
  }

  /** What is there already is shown where the answer is to have it. */
  @Test
  void entriesThatFindWhatIsThere() {
    String bundle =
        """
        {"resourceType": "Bundle", "type": "transaction", "entry": [{
         "fullUrl": "urn:uuid:7d3c9a1e-51b5-4b5e-9a5e-2b1f5f0c9d11",
         "resource": %s, "request": {"method": "POST", "url": "Observation",
          "ifNoneExist": "subject=Patient/%s"}}]}
        """
            .formatted(observation("ignored", first), first);
    Request asked = send("POST", "/", bundle, "Prefer", "return=representation");
    assertThat(asked.answer().status()).as(asked.answer().body()).isEqualTo(200);
    assertThat(asked.answer().body()).contains("o-" + first);
    assertThat(asked.recorded().kinds()).containsExactly("search-type " + first);
  }

  @Test
  void changes() {
    Request created = send("POST", "/Observation", observation("ignored", first));
    assertThat(created.answer().status()).isEqualTo(201);
    assertThat(created.recorded().kinds()).containsExactly("create " + first);
    String id = "/Observation/" + created.answer().id();
    String moved = observation(created.answer().id(), second);
    assertThat(send("PUT", id, moved).recorded().kinds())
        .containsExactlyInAnyOrder("update " + first, "update " + second);
    assertThat(send("PUT", id, moved).recorded().kinds()).containsExactly("update " + second);
    Request patched =
        send(
            "PATCH",
            id,
            "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"amended\"}]",
            "Content-Type",
            "application/json-patch+json");
    assertThat(patched.answer().status()).isEqualTo(200);
    assertThat(patched.recorded().kinds()).containsExactly("patch " + second);
    assertThat(send("DELETE", id, null).recorded().kinds()).containsExactly("delete " + second);
    assertThat(get(id).recorded().kinds()).containsExactly("read");
  }

  @Test
  void whatWasDeletedIsCreatedAnew() {
    String id = "/Observation/o-" + first;
    String body = observation("o-" + first, first);
    send("DELETE", id, null);
    Request anew = send("PUT", id, body);
    assertThat(anew.answer().status()).isEqualTo(201);
    assertThat(anew.recorded().kinds()).containsExactly("create " + first);
    assertThat(anew.recorded().only().getAction()).isEqualTo(AuditEventAction.C);
    assertThat(send("PUT", id, body.replace("final", "amended")).recorded().kinds())
        .containsExactly("update " + first);

    send("DELETE", id, null);
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"request":{"method":"PUT","url":"%s"},"resource":%s}]}\
        """
            .formatted(id.substring(1), body);
    Request inTransaction = send("POST", "", bundle);
    assertThat(inTransaction.answer().json().at("/entry/0/response/status").asText())
        .startsWith("201");
    assertThat(inTransaction.recorded().kinds()).containsExactly("create " + first);
  }

  @Test
  void conditionalChanges() {
    String criteria = "identifier=urn:run|" + run + "-c";
    String body =
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:run\",\"value\":\"%s-c\"}]}"
            .formatted(run);
    Request created = send("PUT", "/Patient?" + criteria.replace("|", "%7C"), body);
    assertThat(created.answer().status()).isEqualTo(201);
    String id = created.answer().id();
    assertThat(created.recorded().kinds()).containsExactly("create " + id);
    assertThat(created.recorded().only().getEntity())
        .anySatisfy(it -> assertThat(it.hasQuery()).isTrue());
    Request known = send("POST", "/Patient", body, "If-None-Exist", criteria);
    assertThat(known.answer().status()).isEqualTo(200);
    assertThat(known.recorded().kinds()).hasSize(1);
    Request deleted = send("DELETE", "/Patient?" + criteria.replace("|", "%7C"), null);
    assertThat(deleted.recorded().kinds()).containsExactly("delete " + id);
    Request none = send("DELETE", "/Patient?" + criteria.replace("|", "%7C"), null);
    assertThat(none.recorded().kinds()).containsExactly("search-type");
  }

  @Test
  void operations() {
    assertThat(get("/Patient/" + first + "/$everything").recorded().kinds())
        .containsExactly("operation " + first);
    assertThat(get("/Patient/" + first + "/$meta").recorded().kinds())
        .containsExactly("operation " + first);
    assertThat(
            send(
                    "POST",
                    "/$graphql",
                    "{\"query\":\"{ObservationList(patient:\\\"%s\\\"){id}}\"}".formatted(first),
                    "Content-Type",
                    "application/json")
                .recorded()
                .kinds())
        .containsExactly("graphql " + first);
  }

  @Test
  void recordsBesideTheCompartment() {
    String[][] records = {
      {"Device", "\"patient\":{\"reference\":\"Patient/%s\"}"},
      {
        "Task",
        "\"status\":\"requested\",\"intent\":\"order\",\"for\":{\"reference\":\"Patient/%s\"}"
      },
      {"Contract", "\"subject\":[{\"reference\":\"Patient/%s\"}]"},
      {
        "GuidanceResponse",
        "\"status\":\"success\",\"moduleUri\":\"urn:x\",\"subject\":{\"reference\":\"Patient/%s\"}"
      }
    };
    for (String[] record : records) {
      String path = "/" + record[0] + "/b-" + run;
      put(path, record[1].formatted(first));
      assertThat(get(path).recorded().kinds()).containsExactly("read " + first);
      assertThat(get("/" + record[0] + "?_id=b-" + run).recorded().kinds())
          .containsExactly("search-type " + first);
    }
  }

  private void put(String path, String elements) {
    String[] parts = path.substring(1).split("/", 2);
    String body =
        "{\"resourceType\":\"%s\",\"id\":\"%s\",%s}".formatted(parts[0], parts[1], elements);
    assertThat(backend.put(path, body).status()).isIn(200, 201);
  }

  @Test
  void operationsThatShowNoResource() {
    String path = "/Observation/o-" + first;
    String amended = observation("o-" + first, first).replace("final", "amended");
    assertThat(backend.put(path, amended).status()).isEqualTo(200);
    assertThat(get(path + "/$diff").recorded().kinds()).containsExactly("operation " + first);
    assertThat(get(path + "/$meta").recorded().kinds()).containsExactly("operation " + first);
    String meta =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":"
            + "{\"tag\":[{\"system\":\"urn:run\",\"code\":\"x\"}]}}]}";
    Request added = send("POST", path + "/$meta-add", meta);
    assertThat(added.answer().status()).as(added.answer().body()).isEqualTo(200);
    assertThat(added.recorded().kinds()).contains("operation " + first);
    Request validated =
        send(
            "POST",
            path + "/$validate",
            observation("o-" + first, first),
            "Content-Type",
            "application/fhir+json");
    assertThat(validated.recorded().kinds()).contains("operation " + first);
    String batch =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
            + "{\"request\":{\"method\":\"GET\",\"url\":\"%s/$meta\"}}]}";
    assertThat(send("POST", "", batch.formatted(path.substring(1))).recorded().kinds())
        .containsExactly("operation " + first);
  }

  /** What does not exist for a caller is not in the patient's record by an operation on it. */
  @Test
  void operationsOnWhatTheCallerDoesNotSee() {
    String path = "/Observation/o-" + first;
    Request unseen =
        Recorded.send(
            jdbc(),
            http(token("system/Observation.rs?status=cancelled")),
            "POST",
            path + "/$validate",
            observation("o-" + first, first),
            "Content-Type",
            "application/fhir+json");
    assertThat(unseen.answer().status()).as(unseen.answer().body()).isEqualTo(200);
    assertThat(unseen.recorded().kinds()).containsExactly("operation");
  }

  @Test
  void searchesByForm() {
    Request nothing =
        send(
            "POST",
            "/Observation/_search",
            "patient=" + first + "&status=cancelled",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(nothing.answer().status()).isEqualTo(200);
    assertThat(nothing.recorded().kinds()).containsExactly("search-type " + first);
  }

  @Test
  void scans() {
    String scan = "/Binary/b-" + run;
    put(scan, "\"contentType\":\"text/plain\",\"data\":\"eA==\"");
    assertThat(get(scan).recorded().kinds()).containsExactly("read");
    String document = "/DocumentReference/d-" + run;
    put(
        document,
        "\"status\":\"current\",\"subject\":{\"reference\":\"Patient/%s\"},\"content\":[{\"attachment\":"
                .formatted(first)
            + "{\"contentType\":\"text/plain\",\"url\":\"Binary/b-%s\"}}]".formatted(run));
    assertThat(get(scan).recorded().kinds()).containsExactly("read " + first);
    assertThat(send("GET", scan, null, "Accept", "text/plain").recorded().kinds())
        .containsExactly("read " + first);
    assertThat(get("/Binary?_id=b-" + run).recorded().kinds())
        .containsExactly("search-type " + first);
    assertThat(get(scan + "/$meta").recorded().kinds()).containsExactly("operation " + first);
    assertThat(send("DELETE", document, null).answer().status()).isEqualTo(200);
    assertThat(get(scan).recorded().kinds()).containsExactly("read " + first);
  }

  /** What criteria find is patched, whatever else the Bundle puts. */
  @ParameterizedTest
  @ValueSource(strings = {"batch", "transaction"})
  void entriesThatPatchWhatCriteriaFind(String type) {
    String patch =
        Base64.getEncoder()
            .encodeToString(
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"amended\"}]"
                    .getBytes(StandardCharsets.UTF_8));
    String bundle =
        """
        {"resourceType":"Bundle","type":"%s","entry":[
          {"request":{"method":"PATCH","url":"Observation?_id=o-%s"},
           "resource":{"resourceType":"Binary","contentType":"application/json-patch+json",
             "data":"%s"}},
          {"request":{"method":"PUT","url":"Observation/o-%s"},"resource":%s}]}\
        """
            .formatted(
                type,
                first,
                patch,
                second,
                observation("o-" + second, second).replace("final", "amended"));
    Request request = send("POST", "", bundle);
    assertThat(request.answer().status()).as(request.answer().body()).isEqualTo(200);
    assertThat(request.answer().json().at("/entry/0/response/status").asText()).startsWith("200");
    assertThat(request.recorded().kinds())
        .containsExactlyInAnyOrder("patch " + first, "update " + second, "search-type");
  }

  @Test
  void entries() {
    String bundle =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
          {"request":{"method":"GET","url":"Observation/o-%1$s"}},
          {"request":{"method":"GET","url":"Patient?identifier=urn:run|%3$s"}},
          {"request":{"method":"GET","url":"Patient/nobody-%3$s"}},
          {"request":{"method":"PUT","url":"Observation/o-%2$s"},"resource":%4$s},
          {"request":{"method":"POST","url":"Observation"},"resource":%5$s}
        ]}\
        """
            .formatted(
                first,
                second,
                run,
                observation("o-" + second, second).replace("final", "amended"),
                observation("n", first));
    Request batch = send("POST", "", bundle);
    assertThat(batch.answer().status()).isEqualTo(200);
    assertThat(batch.recorded().kinds())
        .containsExactlyInAnyOrder(
            "read " + first,
            "search-type " + first,
            "search-type " + second,
            "read",
            "update " + second,
            "create " + first);
    Request transaction =
        send(
            "POST",
            "",
            bundle
                .replace("\"batch\"", "\"transaction\"")
                .replace(
                    "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/nobody-" + run + "\"}},",
                    "")
                .replace("amended", "corrected"));
    assertThat(transaction.answer().status()).isEqualTo(200);
    assertThat(transaction.recorded().kinds())
        .containsExactlyInAnyOrder(
            "read " + first,
            "search-type " + first,
            "search-type " + second,
            "update " + second,
            "create " + first);
    Request failed = send("POST", "", bundle.replace("\"batch\"", "\"transaction\""));
    assertThat(failed.answer().status()).isEqualTo(404);
    assertThat(failed.recorded().kinds()).containsExactly("transaction");
  }

  @Test
  void refusals() {
    Request unknown = get("/Patient/nobody-" + run);
    assertThat(unknown.answer().status()).isEqualTo(404);
    assertThat(unknown.recorded().kinds()).containsExactly("read");
    assertThat(unknown.recorded().only().getOutcome()).isEqualTo(AuditEventOutcome._4);
    assertThat(unknown.recorded().data()).containsExactly("Patient/nobody-" + run);
    Request unsigned = Recorded.send(jdbc(), http(), "GET", "/Patient/" + first, null);
    assertThat(unsigned.answer().status()).isEqualTo(401);
    assertThat(unsigned.recorded().kinds()).containsExactly("read");
    assertThat(unsigned.recorded().only().getOutcome()).isEqualTo(AuditEventOutcome._8);
    Request forbidden =
        Recorded.send(
            jdbc(), http(token("system/Patient.r")), "GET", "/Observation/o-" + first, null);
    assertThat(forbidden.answer().status()).isEqualTo(403);
    assertThat(forbidden.recorded().kinds()).containsExactly("read");
    Request malformed = send("POST", "/Patient", "{\"resourceType\":\"Patient\",\"nope\":1}");
    assertThat(malformed.answer().status()).isEqualTo(400);
    assertThat(malformed.recorded().kinds()).containsExactly("create");
    assertThat(get("/Patient?nope=1&_count=x").recorded().kinds()).containsExactly("search-type");
    assertThat(get("/Nothing/1").recorded().kinds()).containsExactly("refused-request");
  }

  @Test
  void users() {
    String nurse = new UserTokens(this).of(TestUsers.NURSE, "user/*.rs");
    Request read = Recorded.send(jdbc(), http(nurse), "GET", "/Patient/" + first, null);
    assertThat(read.answer().status()).isEqualTo(200);
    AuditEvent event = read.recorded().only();
    assertThat(event.getAgent())
        .anySatisfy(
            it -> {
              assertThat(it.getWho().getIdentifier().getValue()).isEqualTo(TestUsers.NURSE);
              assertThat(it.getWho().getIdentifier().getSystem()).isEqualTo(rootUrl());
            });
    assertThat(event.getPurposeOfEventFirstRep().getCodingFirstRep().getCode()).isEqualTo("TREAT");
  }
}
