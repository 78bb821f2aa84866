package org.andiron.server.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.jpa.topic.ISubscriptionTopicLoader;
import ca.uhn.fhir.jpa.topic.R4SubscriptionTopicBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Topic subscriptions as in the R5 backport guide, for R4. */
class TopicSubscriptionIT extends AndironIT {

  private static final long PATIENCE_SECONDS = 30;
  private static final String BACKPORT =
      "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

  @Autowired private ISubscriptionTopicLoader topics;

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String topic = "http://example.org/topics/finished-" + key;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final List<String> stored = new ArrayList<>();
  private HttpServer receiver;

  @BeforeEach
  void offerTopic() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          received.add(
              exchange.getRequestMethod()
                  + " "
                  + new String(
                      exchange.getRequestBody().readAllBytes(),
                      java.nio.charset.StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    Basic finished =
        new R4SubscriptionTopicBuilder()
            .setId("topic-" + key)
            .setUrl(topic)
            .setTitle("Encounters that are finished")
            .setStatus(PublicationStatus.ACTIVE)
            .addResourceTrigger()
            .setResourceTriggerResource("Encounter")
            .addResourceTriggerSupportedInteraction("create")
            .addResourceTriggerSupportedInteraction("update")
            .setResourceTriggerQueryCriteriaCurrent("Encounter?status=finished")
            .addCanFilterBy()
            .setCanFilterByResource("Encounter")
            .setCanFilterByParameter("patient")
            .build();
    put("Basic/topic-" + key, fhirContext().newJsonParser().encodeResourceToString(finished));
    // It would look by itself within a minute
    topics.forceRefresh();
    put("Patient/ann-" + key, "{\"resourceType\":\"Patient\",\"id\":\"ann-" + key + "\"}");
    put("Patient/bob-" + key, "{\"resourceType\":\"Patient\",\"id\":\"bob-" + key + "\"}");
  }

  @AfterEach
  void removeAll() {
    receiver.stop(0);
    for (int i = stored.size() - 1; i >= 0; i--) {
      http().delete(stored.get(i));
    }
    topics.forceRefresh();
  }

  private void put(String path, String body) {
    Answer answer = http().put(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    stored.add(path);
  }

  private void encounter(String name, String status, String patient) {
    put(
        "Encounter/" + name + "-" + key,
        """
        {"resourceType":"Encounter","id":"%s-%s","status":"%s","class":{"code":"AMB"},
         "subject":{"reference":"Patient/%s-%s"}}
        """
            .formatted(name, key, status, patient, key));
  }

  private void subscribe(String content) {
    String path = "Subscription/sub-" + key;
    put(
        path,
        """
        {"resourceType":"Subscription","id":"sub-%s","status":"requested","reason":"test",
         "meta":{"profile":["%sbackport-subscription"]},
         "criteria":"%s",
         "_criteria":{"extension":[{"url":"%sbackport-filter-criteria",
           "valueString":"Encounter?patient=Patient/ann-%s"}]},
         "channel":{"type":"rest-hook","endpoint":"http://localhost:%d/hook",
          "payload":"application/fhir+json",
          "_payload":{"extension":[{"url":"%sbackport-payload-content","valueCode":"%s"}]}}}
        """
            .formatted(
                key,
                BACKPORT,
                topic,
                BACKPORT,
                key,
                receiver.getAddress().getPort(),
                BACKPORT,
                content));
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .untilAsserted(
            () -> assertThat(http().get(path).json().path("status").asText()).isEqualTo("active"));
  }

  private JsonNode notification() throws Exception {
    String request = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(request).startsWith("POST ");
    return new ObjectMapper().readTree(request.substring("POST ".length()));
  }

  @Test
  void whatTheTopicAndTheFilterNameIsNotifiedAndNothingElse() throws Exception {
    subscribe("full-resource");
    encounter("planned", "planned", "ann");
    encounter("others", "finished", "bob");
    encounter("match", "finished", "ann");
    JsonNode bundle = notification();
    assertThat(bundle.path("resourceType").asText()).isEqualTo("Bundle");
    assertThat(bundle.path("type").asText()).isEqualTo("history");
    JsonNode status = bundle.at("/entry/0/resource");
    assertThat(status.path("resourceType").asText()).isEqualTo("Parameters");
    assertThat(status.at("/meta/profile/0").asText())
        .isEqualTo(BACKPORT + "backport-subscription-status-r4");
    assertThat(status.toString()).contains("event-notification", topic, "Subscription/sub-" + key);
    assertThat(bundle.at("/entry/1/resource/id").asText()).isEqualTo("match-" + key);
    assertThat(bundle.path("entry")).hasSize(2);
    encounter("second", "finished", "ann");
    assertThat(notification().at("/entry/1/resource/id").asText())
        .as("an answer without a body is enough: the first is not sent again")
        .isEqualTo("second-" + key);
    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"id-only, true", "empty, false"})
  void contentSaysHowMuchIsTold(String content, boolean named) throws Exception {
    subscribe(content);
    encounter("match", "finished", "ann");
    JsonNode bundle = notification();
    assertThat(bundle.toString()).contains(topic).doesNotContain("AMB");
    assertThat(bundle.toString().contains("Encounter/match-" + key)).isEqualTo(named);
  }

  private String overWebsocket(String profile, String payload) {
    return """
    {"resourceType":"Subscription","status":"requested","reason":"test",
     "meta":{"profile":["%s"]},"criteria":"%s",
     "_criteria":{"extension":[{"url":"%sbackport-filter-criteria",
       "valueString":"Encounter?patient=Patient/ann-%s"}]},
     "channel":{"type":"websocket","payload":"application/fhir+json"%s}}
    """
        .formatted(profile, topic, BACKPORT, key, payload);
  }

  private static String content(String code) {
    return ",\"_payload\":{\"extension\":[{\"url\":\"%sbackport-payload-content\",\"valueCode\":\"%s\"}]}"
        .formatted(BACKPORT, code);
  }

  @Test
  void aWebsocketIsToldOfATopicOnlyThatSomethingMatches() {
    for (String payload : List.of(content("full-resource"), content("id-only"), "")) {
      Answer refused =
          http().post("Subscription", overWebsocket(BACKPORT + "backport-subscription", payload));
      assertThat(refused.status()).as(refused.body()).isEqualTo(422);
      assertThat(refused.diagnostics()).contains("backport-payload-content empty");
    }
    // The profile, and with it the topic, could be added by $meta-add.
    String plain = overWebsocket("http://example.org/other", content("full-resource"));
    Answer refused = http().post("Subscription", plain.replace(topic, "Encounter?status=finished"));
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    Answer pinged =
        http()
            .post(
                "Subscription",
                overWebsocket(BACKPORT + "backport-subscription", content("empty")));
    assertThat(pinged.status()).as(pinged.body()).isEqualTo(201);
    stored.add("Subscription/" + pinged.id());
  }

  @Test
  void aChangeThatBeginsToMatchIsNotified() throws Exception {
    encounter("later", "in-progress", "ann");
    subscribe("full-resource");
    Answer changed =
        http()
            .put(
                "Encounter/later-" + key,
                http()
                    .get("Encounter/later-" + key)
                    .body()
                    .replace("\"in-progress\"", "\"finished\""));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(notification().at("/entry/1/resource/id").asText()).isEqualTo("later-" + key);
  }
}
