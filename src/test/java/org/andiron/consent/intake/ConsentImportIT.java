package org.andiron.consent.intake;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consents in files that are imported: none without effect is stored without a word. */
class ConsentImportIT extends SmartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  private FhirHttp system;
  private HttpServer files;
  private volatile String served = "";

  @BeforeEach
  void serve() throws Exception {
    system = http(token("system/*.cruds"));
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
  private Answer imported(String... lines) {
    served = String.join("\n", lines) + "\n";
    Answer begun =
        system.post(
            "$import",
            """
            {"resourceType":"Parameters","parameter":[
              {"name":"inputFormat","valueCode":"application/fhir+ndjson"},
              {"name":"input","part":[{"name":"type","valueCode":"Consent"},
                {"name":"url","valueUri":"http://localhost:%d/consents"}]}]}
            """
                .formatted(files.getAddress().getPort()),
            "Prefer",
            "respond-async");
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    String status = begun.header("Content-Location").orElseThrow();
    await().atMost(PATIENCE).until(() -> system.get(status).status() != 202);
    return system.get(status);
  }

  private String consent(String id, String patient, String provision) {
    return """
    {'resourceType': 'Consent', 'id': '%s-%s', 'status': 'active', 'patient': {%s},
     'scope': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/consentscope',
       'code': 'patient-privacy'}]},
     'category': [{'coding': [{'system': 'http://loinc.org', 'code': '59284-0'}]}],
     'policy': [{'uri': 'urn:policy'}], 'provision': {%s}}
    """
        .formatted(id, mark, patient, provision)
        .replace("\n", " ")
        .replace('\'', '"');
  }

  private String patient() {
    return "{\"resourceType\": \"Patient\", \"id\": \"patient-%s\"}".formatted(mark);
  }

  private String known() {
    return "'reference': 'Patient/patient-" + mark + "'";
  }

  @Test
  void whatCanBeComputedIsStoredAlsoWithItsPatient() {
    Answer done = imported(patient(), consent("good", known(), "'type': 'permit'"));
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(system.get("Consent/good-" + mark).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'identifier': {'system': 'urn:mrn', 'value': 'nobody'}; 'type': 'deny'; Consent.patient",
        "'reference': 'https://elsewhere.example.org/fhir/Patient/1'; 'type': 'deny';"
            + " Consent.patient",
        "'reference': 'Patient/nobody-here'; 'type': 'deny'; Patient/nobody-here",
        "KNOWN; 'type': 'deny', 'provision': [{'purpose': [{'code': 'TREAT'}]}];"
            + " Consent.provision.provision[0].type",
        "KNOWN; 'type': 'permit', 'actor': [{'role': {'text': 'x'}, 'reference': {'display':"
            + " 'A'}}]; Consent.provision.actor[0].reference"
      })
  void whatCannotBeComputedIsReportedAndNotStored(String patient, String provision, String said) {
    Answer done = imported(patient(), consent("bad", patient.replace("KNOWN", known()), provision));
    assertThat(done.status()).as(done.body()).isEqualTo(500);
    assertThat(done.diagnostics()).contains(said);
    assertThat(system.get("Consent/bad-" + mark).status()).isEqualTo(404);
    assertThat(system.get("Patient/patient-" + mark).status()).as("the rest").isEqualTo(200);
  }

  /** They may be mended before they are in force. */
  @Test
  void oneThatIsNotInForceIsStoredAsItIs() {
    String proposed =
        consent("proposed", "'identifier': {'value': 'nobody'}", "'type': 'deny'")
            .replace("\"active\"", "\"proposed\"");
    Answer done = imported(proposed);
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(system.get("Consent/proposed-" + mark).json().path("status").asText())
        .isEqualTo("proposed");
  }
}
