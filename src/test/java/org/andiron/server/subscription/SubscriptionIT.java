package org.andiron.server.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionIT extends AndironIT {

  private static final long PATIENCE_SECONDS = 30;

  private record Notification(String method, String path, @Nullable String secret, String body) {}

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final BlockingQueue<Notification> received = new LinkedBlockingQueue<>();
  private volatile int hookStatus = 200;
  private HttpServer receiver;
  private @Nullable String subscription;

  @BeforeEach
  void startReceiver() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          received.add(
              new Notification(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders().getFirst("X-Secret"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(hookStatus, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
    if (subscription != null) {
      http().delete("Subscription/" + subscription);
    }
  }

  private String subscriptionTo(String channel) {
    return "{\"resourceType\":\"Subscription\",\"status\":\"requested\",\"reason\":\"test\","
        + "\"criteria\":\"Patient?family=Sub"
        + key
        + "\",\"channel\":{"
        + channel
        + "}}";
  }

  private String hook() {
    return "http://localhost:" + receiver.getAddress().getPort() + "/hook";
  }

  private void subscribe(String channel) {
    Answer answer = http().post("Subscription", subscriptionTo(channel));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    subscription = answer.id();
    awaitStatus("active");
  }

  private void awaitStatus(String status) {
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .untilAsserted(
            () ->
                assertThat(
                        http().get("Subscription/" + subscription).json().path("status").asText())
                    .isEqualTo(status));
  }

  private Answer storePatient(String family) {
    Answer answer =
        http()
            .post(
                "Patient",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"" + family + "\"}]}");
    assertThat(answer.status()).isEqualTo(201);
    return answer;
  }

  @Test
  void aRestHookReceivesWhatMatches() throws Exception {
    subscribe(
        "\"type\":\"rest-hook\",\"endpoint\":\""
            + hook()
            + "\",\"payload\":\"application/fhir+json\",\"header\":[\"X-Secret: s3\"]");
    storePatient("Other" + key);
    storePatient("Sub" + key);
    Notification notification = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(notification).isNotNull();
    assertThat(notification.method()).isEqualTo("PUT");
    assertThat(notification.path()).startsWith("/hook/Patient/");
    assertThat(notification.secret()).isEqualTo("s3");
    assertThat(notification.body()).contains("Sub" + key).doesNotContain("Other");
    assertThat(received).isEmpty();
  }

  @Test
  void whatIsDeletedAtOnceIsToldOfAllTheSame() throws Exception {
    subscribe(
        "\"type\":\"rest-hook\",\"endpoint\":\""
            + hook()
            + "\",\"payload\":\"application/fhir+json\"");
    Set<String> deleted = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      Answer stored = storePatient("Sub" + key);
      Answer answer = http().delete("Patient/" + stored.id());
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      deleted.add("/hook/Patient/" + stored.id());
    }
    Set<String> told = new TreeSet<>();
    while (told.size() < deleted.size()) {
      Notification notification = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(notification).as("of %d", told.size()).isNotNull();
      told.add(notification.path());
    }
    assertThat(told).isEqualTo(deleted);
  }

  @Test
  void aRestHookWithoutPayloadIsOnlyToldThatSomethingChanged() throws Exception {
    subscribe("\"type\":\"rest-hook\",\"endpoint\":\"" + hook() + "\"");
    storePatient("Sub" + key);
    Notification notification = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(notification).isNotNull();
    assertThat(notification.method()).isEqualTo("POST");
    assertThat(notification.body()).isEmpty();
  }

  @Test
  void anEndpointThatStaysDownEndsItsSubscriptionUntilItsOwnerAsksAgain() throws Exception {
    hookStatus = 500;
    String channel =
        "\"type\":\"rest-hook\",\"endpoint\":\""
            + hook()
            + "\",\"payload\":\"application/fhir+json\"";
    subscribe(channel);
    storePatient("Sub" + key);
    awaitStatus("error");
    assertThat(http().get("Subscription/" + subscription).json().path("error").asText())
        .contains("requested");
    assertThat(received).hasSize(3);
    received.clear();

    hookStatus = 200;
    String again =
        subscriptionTo(channel)
            .replace("{\"resourceType\"", "{\"id\":\"" + subscription + "\",\"resourceType\"");
    assertThat(http().put("Subscription/" + subscription, again).status()).isEqualTo(200);
    awaitStatus("active");
    storePatient("Sub" + key);
    assertThat(received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aWebsocketIsPinged() throws Exception {
    subscribe("\"type\":\"websocket\"");
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(rootUrl().replace("http", "ws") + "/websocket"),
                new WebSocket.Listener() {
                  @Override
                  public @Nullable CompletionStage<?> onText(
                      WebSocket webSocket, CharSequence text, boolean last) {
                    messages.add(text.toString());
                    webSocket.request(1);
                    return null;
                  }
                })
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    socket.sendText("bind " + subscription, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isEqualTo("bound " + subscription);
    storePatient("Sub" + key);
    assertThat(messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("ping " + subscription);
    socket.abort();
  }

  private void refused(Answer answer, String reason) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.diagnostics()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/hook",
        "http://169.254.169.254/latest",
        "http://[::1]:8080/fhir",
        "https://elsewhere.example.com/hook"
      })
  void anEndpointThisServerMayNotCallIsRefused(String endpoint) {
    refused(
        http()
            .post(
                "Subscription",
                subscriptionTo("\"type\":\"rest-hook\",\"endpoint\":\"" + endpoint + "\"")),
        "andiron.egress.allow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\":\"rest-hook\"",
        "\"type\":\"rest-hook\",\"endpoint\":\"ftp://hooks.example.org\"",
        "\"type\":\"email\",\"endpoint\":\"mailto:a@example.org\"",
        "\"type\":\"message\",\"endpoint\":\"channel:x\""
      })
  void aChannelThatCannotBeServedIsRefused(String channel) {
    refused(http().post("Subscription", subscriptionTo(channel)), "Subscription.channel");
  }

  @Test
  void anUpdateToARefusedEndpointIsRefused() {
    subscribe("\"type\":\"rest-hook\",\"endpoint\":\"" + hook() + "\"");
    String changed =
        subscriptionTo("\"type\":\"rest-hook\",\"endpoint\":\"http://10.0.0.1/\"")
            .replace("{\"resourceType\"", "{\"id\":\"" + subscription + "\",\"resourceType\"");
    refused(http().put("Subscription/" + subscription, changed), "andiron.egress.allow");
  }

  @Test
  void criteriaWithoutMeaningAreRefused() {
    refused(
        http()
            .post(
                "Subscription",
                subscriptionTo("\"type\":\"websocket\"").replace("Patient?family", "Nonsense?x")),
        "criteria");
  }
}
