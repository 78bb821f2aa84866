package org.andiron.storage.references;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalReferencesIT extends AndironIT {

  private static final String FOREIGN = "http://other.example.org/fhir/";

  private final String patient = "refs-" + UUID.randomUUID();

  @BeforeEach
  void storePatient() {
    assertThat(http().put("Patient/" + patient, patient()).status()).isEqualTo(201);
  }

  @Test
  void anUnknownTargetIsRefusedHoweverItIsNamed() {
    Answer relative = http().post("Observation", observation("Patient/nope"));
    assertThat(relative.status()).isBetween(400, 499);
    for (String base : ownBases()) {
      Answer absolute = http().post("Observation", observation(base + "/Patient/nope"));
      assertThat(absolute.status()).as(base).isEqualTo(relative.status());
      assertThat(absolute.diagnostics()).contains("Patient/nope not found");
      assertThat(transaction(entry("POST", "Observation", observation(base + "/Patient/nope"))))
          .satisfies(it -> assertThat(it.status()).as(it.body()).isBetween(400, 499));
    }
    assertThat(found("Patient/nope")).isEmpty();
    assertThat(found(baseUrl() + "/Patient/nope")).isEmpty();
  }

  @Test
  void aTargetOfATypeThatIsNotAllowedOrDoesNotExistIsRefusedHoweverItIsNamed() {
    for (String target : List.of("Medication/1", "Pateint/1")) {
      Answer relative = http().post("Observation", observation(target));
      Answer absolute = http().post("Observation", observation(baseUrl() + "/" + target));

      assertThat(relative.status()).isBetween(400, 499);
      assertThat(absolute.status()).isEqualTo(relative.status());
      assertThat(absolute.diagnostics()).isEqualTo(relative.diagnostics());
    }
  }

  @Test
  void anAbsoluteReferenceToThisServerIsStoredAndFoundAsALocalOne() {
    for (String base : ownBases()) {
      String reference = base + "/Patient/" + patient;
      String id = http().post("Observation", observation(reference)).id();

      assertThat(subject(id)).isEqualTo("Patient/" + patient);
      assertThat(found("Patient/" + patient)).contains(id);
      assertThat(found(patient)).contains(id);
      assertThat(found(reference)).contains(id);
      assertThat(found(baseUrl() + "/Patient/" + patient)).contains(id);
    }
    assertThat(http().get("Patient/" + patient + "/Observation").entries()).isEqualTo(3);
    assertThat(http().get("Patient?_id=" + patient + "&_revinclude=Observation:subject").entries())
        .isEqualTo(4);
    assertThat(http().delete("Patient/" + patient).status()).isEqualTo(409);
  }

  @Test
  void anUpdateAndAPatchAreNoWayAround() {
    String id = http().post("Observation", observation("Patient/" + patient)).id();
    String absolute = baseUrl() + "/Patient/" + patient;
    String unknown = baseUrl() + "/Patient/nope";

    assertThat(http().put("Observation/" + id, observation(id, unknown)).status())
        .isBetween(400, 499);
    assertThat(patchSubject(id, unknown).status()).isBetween(400, 499);
    assertThat(http().put("Observation/" + id, observation(id, absolute)).status()).isEqualTo(200);
    assertThat(patchSubject(id, absolute).status()).isEqualTo(200);
    assertThat(subject(id)).isEqualTo("Patient/" + patient);
  }

  @Test
  void entriesOfATransactionReferToEachOtherByAbsoluteUrlsToo() {
    Answer answer =
        transaction(
            """
            {"fullUrl":"%1$s/Patient/new","resource":%2$s,
             "request":{"method":"POST","url":"Patient"}}"""
                .formatted(baseUrl(), patient().replace("\"id\":\"" + patient + "\",", "")),
            entry("POST", "Observation", observation(baseUrl() + "/Patient/new")));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String created = id(answer.json().at("/entry/0"));
    assertThat(subject(id(answer.json().at("/entry/1")))).isEqualTo("Patient/" + created);
  }

  @Test
  void aReferenceToAnotherServerStaysAsItIs() {
    String reference = FOREIGN + "Patient/" + patient;
    String id = http().post("Observation", observation(reference)).id();

    assertThat(subject(id)).isEqualTo(reference);
    assertThat(found(reference)).containsExactly(id);
    assertThat(found("Patient/" + patient)).isEmpty();
    assertThat(found(baseUrl() + "/Patient/" + patient)).isEmpty();
  }

  @Test
  void aReferenceToAnotherServerIsNotTakenForAnEntryWithTheSameId() {
    String reference = FOREIGN + "Patient/" + patient;
    Answer answer =
        transaction(
            entry("PUT", "Patient/" + patient, patient()),
            entry("POST", "Observation", observation(reference)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(subject(id(answer.json().at("/entry/1")))).isEqualTo(reference);
  }

  @Test
  void recordsOfAnotherServerKeepTheirReferencesToEachOther() {
    String reference = FOREIGN + "Patient/" + patient;
    Answer answer =
        transaction(
            """
            {"fullUrl":"%s","resource":%s,"request":{"method":"POST","url":"Patient"}}"""
                .formatted(reference, patient()),
            entry("POST", "Observation", observation(reference)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(subject(id(answer.json().at("/entry/1"))))
        .isEqualTo("Patient/" + id(answer.json().at("/entry/0")));
  }

  @Test
  void theHostHeaderOfARequestMakesNoForeignReferenceLocal() throws Exception {
    String reference = FOREIGN + "Patient/" + patient;

    String answer = postWithHost("other.example.org", observation(reference));

    assertThat(answer).startsWith("HTTP/1.1 201");
    assertThat(found(reference)).hasSize(1);
    assertThat(found("Patient/" + patient)).isEmpty();
  }

  /** The client of the JDK does not let a program say what the host is. */
  private String postWithHost(String host, String body) throws Exception {
    URI server = URI.create(baseUrl());
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      OutputStream out = socket.getOutputStream();
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      out.write(
          """
          POST /fhir/Observation HTTP/1.1\r
          Host: %s\r
          Content-Type: application/fhir+json\r
          Content-Length: %d\r
          Connection: close\r
          \r
          """
              .formatted(host, content.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(content);
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> ownBases() {
    int port = URI.create(baseUrl()).getPort();
    return List.of(
        baseUrl(), "http://127.0.0.1:" + port + "/fhir", "http://[::1]:" + port + "/fhir");
  }

  private List<String> found(String subject) {
    Answer answer =
        http().get("Observation?subject=" + URLEncoder.encode(subject, StandardCharsets.UTF_8));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    answer.json().path("entry").forEach(it -> ids.add(it.at("/resource/id").asText()));
    return ids;
  }

  private String subject(String id) {
    return http().get("Observation/" + id).json().at("/subject/reference").asText();
  }

  private Answer patchSubject(String id, String reference) {
    return http()
        .patch(
            "Observation/" + id,
            """
            [{"op":"replace","path":"/subject/reference","value":"%s"}]"""
                .formatted(reference),
            "Content-Type",
            "application/json-patch+json");
  }

  private Answer transaction(String... entries) {
    return http()
        .post(
            "",
            """
            {"resourceType":"Bundle","type":"transaction","entry":[%s]}"""
                .formatted(String.join(",", entries)));
  }

  private static String entry(String method, String url, String resource) {
    return """
    {"resource":%s,"request":{"method":"%s","url":"%s"}}"""
        .formatted(resource, method, url);
  }

  private static String id(JsonNode responseEntry) {
    return responseEntry.at("/response/location").asText().split("/")[1];
  }

  private String patient() {
    return """
    {"resourceType":"Patient","id":"%s","active":true}"""
        .formatted(patient);
  }

  private static String observation(String subject) {
    return """
    {"resourceType":"Observation","status":"final","code":{"text":"x"},
     "subject":{"reference":"%s"}}"""
        .formatted(subject);
  }

  private static String observation(String id, String subject) {
    return observation(subject).replace("\"status\"", "\"id\":\"" + id + "\",\"status\"");
  }
}
