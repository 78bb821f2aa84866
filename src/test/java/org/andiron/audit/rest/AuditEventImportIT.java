package org.andiron.audit.rest;

import static org.andiron.audit.rest.Events.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AuditEvents in files that are imported. */
class AuditEventImportIT extends SmartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  private FhirHttp system;
  private HttpServer files;
  private volatile String served = "";

  @BeforeEach
  void serve() throws Exception {
    system = http(token("system/*.cruds system/AuditEvent.cruds"));
    files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext(
        "/",
        exchange -> {
          byte[] body = served.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/fhir+ndjson");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    files.start();
  }

  @AfterEach
  void stop() {
    files.stop(0);
  }

  /** What the import answers in the end. */
  private Answer imported(String lines) {
    served = lines;
    Answer begun =
        system.post(
            "$import",
            """
            {"resourceType":"Parameters","parameter":[
              {"name":"inputFormat","valueCode":"application/fhir+ndjson"},
              {"name":"input","part":[{"name":"type","valueCode":"AuditEvent"},
                {"name":"url","valueUri":"http://localhost:%d/events"}]}]}
            """
                .formatted(files.getAddress().getPort()),
            "Prefer",
            "respond-async");
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    String status = begun.header("Content-Location").orElseThrow();
    await().atMost(PATIENCE).until(() -> system.get(status).status() != 202);
    return system.get(status);
  }

  private Answer found() {
    return system.get("AuditEvent?site=" + mark);
  }

  @Test
  void joinTheLogAsForeignOnes() {
    Answer done = imported(json(Events.of(mark, "p-" + mark)) + "\n");
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(found().json().path("total").asInt()).isEqualTo(1);
    assertThat(found().json().at("/entry/0/resource/meta/tag").toString())
        .contains("urn:andiron:audit-origin", "foreign");
    assertThat(
            jdbc()
                .queryForObject(
                    "select count(*) from hfj_resource where res_type = 'AuditEvent'",
                    Integer.class))
        .isZero();
  }

  @Test
  void doNotChooseTheirIds() {
    AuditEvent event = Events.of(mark, "p-" + mark);
    event.setId("chosen-" + mark);
    Answer done = imported(json(event) + "\n");
    assertThat(done.status()).isEqualTo(500);
    assertThat(done.diagnostics()).contains("POST a new one to /AuditEvent");
    assertThat(found().json().path("total").asInt(-1)).isZero();
  }

  /** As those that are posted. */
  @Test
  void conformToR4() {
    AuditEvent event = Events.of(mark, "p-" + mark);
    // sev-1: either a name or a query, not both.
    event.addEntity().setName("name").setQuery("query".getBytes(StandardCharsets.UTF_8));
    Answer done = imported(json(event) + "\n");
    assertThat(done.status()).isEqualTo(500);
    assertThat(done.diagnostics()).contains("sev-1");
    assertThat(found().json().path("total").asInt(-1)).isZero();
  }

  @Test
  void doNotSpeakInOurName() {
    AuditEvent event = Events.of(mark, "p-" + mark);
    event.getMeta().addTag().setSystem("urn:andiron:audit-event-kind").setCode("read");
    Answer done = imported(json(event) + "\n");
    assertThat(done.status()).isEqualTo(500);
    assertThat(done.diagnostics()).contains("urn:andiron:audit-");
    assertThat(found().json().path("total").asInt(-1)).isZero();
  }
}
