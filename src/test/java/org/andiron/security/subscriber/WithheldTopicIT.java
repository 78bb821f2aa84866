package org.andiron.security.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.jpa.topic.ISubscriptionTopicLoader;
import ca.uhn.fhir.jpa.topic.R4SubscriptionTopicBuilder;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.andiron.security.access.AccessIT;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A topic numbers what it tells of: nothing is told of while something is withheld. */
class WithheldTopicIT extends AccessIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final List<String> CONTENTS = List.of("full-resource", "id-only", "empty");
  private static final String BACKPORT =
      "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

  /** Whoever stores Encounters of the patient does not see them. */
  private static final String DENIED =
      "\"provision\": {\"type\": \"deny\", \"class\": [{\"system\":"
          + " \"http://hl7.org/fhir/resource-types\", \"code\": \"Encounter\"}], \"action\":"
          + " [{\"coding\": [{\"system\":"
          + " \"http://terminology.hl7.org/CodeSystem/consentaction\", \"code\": \"access\"}]}]}";

  @Autowired private ISubscriptionTopicLoader topics;

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String topic = "http://example.org/topics/withheld-" + key;
  private final String secret = "wt-secret-" + key;
  private final String open = "wt-open-" + key;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private FhirHttp subscriber;
  private HttpServer receiver;

  @BeforeEach
  void begin() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/topic/",
        exchange -> {
          String content = exchange.getRequestURI().getPath().substring("/topic/".length());
          received.add(
              content
                  + ' '
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    store(
        fhirContext()
            .newJsonParser()
            .encodeResourceToString(
                new R4SubscriptionTopicBuilder()
                    .setId("wt-" + key)
                    .setUrl(topic)
                    .setTitle("Encounters")
                    .setStatus(PublicationStatus.ACTIVE)
                    .addResourceTrigger()
                    .setResourceTriggerResource("Encounter")
                    .addResourceTriggerSupportedInteraction("create")
                    .addResourceTriggerSupportedInteraction("update")
                    .setResourceTriggerQueryCriteriaCurrent("Encounter?status=finished")
                    .addCanFilterBy()
                    .setCanFilterByResource("Encounter")
                    .setCanFilterByParameter("status")
                    .build()));
    topics.forceRefresh();
    for (String id : new String[] {secret, open}) {
      store("{\"resourceType\": \"Patient\", \"id\": \"" + id + "\"}");
    }
    subscriber = http(token("system/*.cruds"));
  }

  @AfterEach
  void end() {
    receiver.stop(0);
    all().delete("Basic/wt-" + key);
    topics.forceRefresh();
  }

  private String subscribe(String content) {
    Answer answer =
        subscriber.post(
            "Subscription",
            """
            {"resourceType": "Subscription", "status": "requested", "reason": "test",
             "meta": {"profile": ["%1$sbackport-subscription"]}, "criteria": "%2$s",
             "_criteria": {"extension": [{"url": "%1$sbackport-filter-criteria",
               "valueString": "Encounter?status=finished"}]},
             "channel": {"type": "rest-hook", "payload": "application/fhir+json",
              "endpoint": "http://localhost:%3$d/topic/%4$s", "_payload": {"extension": [
               {"url": "%1$sbackport-payload-content", "valueCode": "%4$s"}]}}}\
            """
                .formatted(BACKPORT, topic, receiver.getAddress().getPort(), content));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    String path = "Subscription/" + answer.id();
    await()
        .atMost(PATIENCE)
        .until(() -> subscriber.get(path).json().path("status").asText().equals("active"));
    return path;
  }

  private void encounter(String id, String patient) {
    store(
        """
        {"resourceType": "Encounter", "id": "%s-%s", "status": "finished",
         "class": {"code": "AMB"}, "subject": {"reference": "Patient/%s"}}
        """
            .formatted(id, key, patient));
  }

  /**
   * Stores Encounters until one is told of by each: that nothing is withheld any more is known
   * within a minute.
   *
   * @return what was received
   */
  private List<String> untilTold(String id) {
    List<String> told = new ArrayList<>();
    await()
        .pollInterval(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .until(
            () -> {
              encounter(
                  id + told.size() + "-" + UUID.randomUUID().toString().substring(0, 4), open);
              received.drainTo(told);
              return CONTENTS.stream().allMatch(it -> told.stream().anyMatch(isBy(it)));
            });
    // The last of those that are stored are on their way.
    await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> received.drainTo(told) == 0);
    return told;
  }

  private static Predicate<String> isBy(String content) {
    return it -> it.startsWith(content + ' ');
  }

  @Test
  void nothingIsToldWhileSomethingIsWithheld() {
    List<String> subscriptions = CONTENTS.stream().map(this::subscribe).toList();
    encounter("secret", secret);
    assertThat(untilTold("before"))
        .filteredOn(isBy("full-resource"))
        .anySatisfy(it -> assertThat(it).contains("\"Encounter\"", "before"));

    givenConsent(secret, DENIED);
    assertThat(subscriber.get("Encounter/secret-" + key).status()).isEqualTo(404);
    encounter("hidden", secret);
    encounter("among", open);
    await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(received::isEmpty);

    takeConsentsBack();
    assertThat(untilTold("after"))
        .allSatisfy(it -> assertThat(it).doesNotContain("hidden-" + key, "among-" + key));
    for (String subscription : subscriptions) {
      assertThat(subscriber.get(subscription).json().path("status").asText()).isEqualTo("active");
      assertThat(subscriber.delete(subscription).status()).isBetween(200, 204);
    }
  }
}
