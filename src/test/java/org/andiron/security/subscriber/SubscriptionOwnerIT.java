package org.andiron.security.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.andiron.security.Caller;
import org.andiron.security.access.AccessIT;
import org.andiron.security.account.Account;
import org.andiron.security.scope.SmartScopes;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Subscription is its owner's alone, and tells what exists for its owner and nothing else. */
class SubscriptionOwnerIT extends AccessIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MINE =
      "patient/Subscription.cruds patient/Observation.rs patient/Patient.rs";

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String own = "so-own-" + key;
  private final String other = "so-other-" + key;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private Account physician;

  @BeforeEach
  void begin() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          received.add(
              exchange.getRequestURI().getPath()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    physician = account("Practitioner/so-doctor", "physician");
    for (String id : new String[] {own, other}) {
      store("{\"resourceType\": \"Patient\", \"id\": \"" + id + "\"}");
    }
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private String subscription(String path, String criteria) {
    return """
    {"resourceType": "Subscription", "status": "requested", "reason": "test",
     "criteria": "%s", "channel": {"type": "rest-hook", "payload": "application/fhir+json",
     "endpoint": "http://localhost:%d/%s", "header": ["X-Secret: s3"]}}\
    """
        .formatted(criteria, receiver.getAddress().getPort(), path);
  }

  private String subscribe(FhirHttp as, String path) {
    Answer answer = as.post("Subscription", subscription(path, "Observation?code=" + key));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    awaitStatus(answer.id(), "active");
    return answer.id();
  }

  private void awaitStatus(String id, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(all().get("Subscription/" + id).json().path("status").asText())
                    .isEqualTo(status));
  }

  private void observe(String patient, String text) {
    Answer answer =
        all()
            .post(
                "Observation",
                """
                {"resourceType": "Observation", "status": "final", "subject":
                 {"reference": "Patient/%s"}, "code": {"coding": [{"code": "%s"}], "text": "%s"}}\
                """
                    .formatted(patient, key, text));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private String next() throws InterruptedException {
    String notification = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(notification).isNotNull();
    return notification;
  }

  @Test
  void anAppOfOnePatientIsToldOfThatPatientOnly() throws Exception {
    subscribe(as(physician, own, MINE), "one");
    observe(other, "hidden");
    observe(own, "shown");
    observe(other, "hidden");
    observe(own, "last");
    List<String> told = List.of(next(), next());
    assertThat(told).allSatisfy(it -> assertThat(it).startsWith("/one/Observation/").contains(own));
    assertThat(String.join("", told)).contains("shown", "last").doesNotContain("hidden");
    assertThat(received).isEmpty();
  }

  @Test
  void aClientOfItsOwnIsToldOfWhatItsScopesSay() throws Exception {
    FhirHttp some = http(token("system/Subscription.crud system/Observation.rs?status=final"));
    Answer created = some.post("Subscription", subscription("some", "Observation?code=" + key));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    awaitStatus(created.id(), "active");
    Answer preliminary =
        all()
            .post(
                "Observation",
                """
                {"resourceType": "Observation", "status": "preliminary",
                 "code": {"coding": [{"code": "%s"}], "text": "hidden"}}\
                """
                    .formatted(key));
    assertThat(preliminary.status()).isEqualTo(201);
    observe(other, "shown");
    assertThat(next()).contains("shown");
    assertThat(received).isEmpty();
    assertThat(some.delete("Subscription/" + created.id()).status()).isBetween(200, 204);
  }

  @Test
  void nobodyElseSeesOrChangesIt() {
    String client = app();
    FhirHttp owner = http(tokenOf(physician, client, own, MINE));
    String id = subscribe(owner, "mine");
    String path = "Subscription/" + id;
    assertThat(owner.get(path).body()).contains("s3");
    assertThat(owner.get("Subscription?_id=" + id).entries()).isEqualTo(1);
    assertThat(owner.get(path + "/_history").entries()).isPositive();

    for (FhirHttp stranger :
        new FhirHttp[] {
          as(physician, own, MINE),
          as(account("Practitioner/so-doctor", "physician"), "user/*.cruds"),
          as(account("", "administrator"), "user/Subscription.ruds"),
          http(token("system/Subscription.ruds system/Observation.rs system/*.rs"))
        }) {
      assertThat(stranger.get(path).status()).isEqualTo(404);
      assertThat(stranger.get(path + "/_history").status()).isEqualTo(404);
      assertThat(stranger.get(path + "/_history/1").status()).isEqualTo(404);
      assertThat(stranger.get("Subscription?_id=" + id).entries()).isZero();
      assertThat(stranger.put(path, withId(id, "other")).status()).isEqualTo(403);
      Answer unknown = stranger.put("Subscription/none", withId("none", "other"));
      assertThat(unknown.status()).isEqualTo(403);
      assertThat(stranger.patch(path, "[]", "Content-Type", "application/json-patch+json").status())
          .isEqualTo(404);
      assertThat(stranger.delete(path).status())
          .isEqualTo(stranger.delete("Subscription/none").status());
      for (String bundle : List.of("batch", "transaction")) {
        assertThat(deletion(stranger, bundle, path))
            .isEqualTo(deletion(stranger, bundle, "Subscription/none"));
      }
    }
    FhirHttp again = http(tokenOf(physician, client, own, MINE));
    assertThat(again.get(path).json().path("status").asText()).isEqualTo("active");
    assertThat(again.put(path, withId(id, "mine")).status()).isEqualTo(200);
    assertThat(again.delete(path).status()).isBetween(200, 204);
    assertThat(again.get(path).status()).isEqualTo(410);
  }

  /** What an entry is answered that deletes, or its transaction if that fails. */
  private static String deletion(FhirHttp http, String bundle, String path) {
    Answer answer =
        http.post(
            "",
            """
            {"resourceType": "Bundle", "type": "%s",
             "entry": [{"request": {"method": "DELETE", "url": "%s"}}]}\
            """
                .formatted(bundle, path));
    return answer.status() + " " + answer.json().at("/entry/0/response/status").asText();
  }

  private String withId(String id, String path) {
    return subscription(path, "Observation?code=" + key)
        .replaceFirst("\\{", "{\"id\": \"" + id + "\", ");
  }

  @Test
  void anAdministratorEndsItAndItStaysItsOwners() {
    FhirHttp owner = as(physician, own, MINE);
    String id = subscribe(owner, "ended");
    FhirHttp administrator = as(account("", "administrator"), "user/*.cruds");
    assertThat(administrator.get("Subscription/" + id).status()).isEqualTo(200);
    Answer redirected = administrator.put("Subscription/" + id, withId(id, "thief"));
    assertThat(redirected.status()).as(redirected.body()).isEqualTo(403);
    Answer off =
        administrator.patch(
            "Subscription/" + id,
            "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"off\"}]",
            "Content-Type",
            "application/json-patch+json");
    assertThat(off.status()).as(off.body()).isEqualTo(200);
    assertThat(owner.get("Subscription/" + id).json().path("status").asText()).isEqualTo("off");
  }

  @Test
  void itEndsWithTheRoleOfItsOwner() throws Exception {
    String id = subscribe(as(physician, own, MINE), "role");
    observe(own, "before");
    assertThat(next()).contains("before");
    accounts().change(physician.id(), it -> it.withRoles(Set.of("researcher")), "test");
    observe(own, "after");
    awaitStatus(id, "error");
    assertThat(all().get("Subscription/" + id).json().path("error").asText()).contains("no right");
    assertThat(received).isEmpty();
  }

  @Test
  void itEndsWithTheAccountOfItsOwner() {
    String id = subscribe(as(physician, own, MINE), "account");
    accounts().change(physician.id(), it -> it.withActive(false), "test");
    observe(own, "after");
    awaitStatus(id, "error");
    assertThat(all().get("Subscription/" + id).json().path("error").asText()).contains("account");
    assertThat(received).isEmpty();
  }

  @Test
  void itEndsWithTheAppOfItsOwner() {
    String client = app();
    String id = subscribe(http(tokenOf(physician, client, own, MINE)), "app");
    jdbc().update("delete from andiron.app_client where client_id = ?", client);
    observe(own, "after");
    awaitStatus(id, "error");
    assertThat(all().get("Subscription/" + id).json().path("error").asText()).contains("app");
    assertThat(received).isEmpty();
  }

  @Test
  void whoHasTheSameNamesAtAnotherIssuerIsSomebodyElse() {
    String client = app();
    FhirHttp owner = http(tokenOf(physician, client, own, MINE));
    String id = subscribe(owner, "issuer");
    String issuer = "https://login.example.org";
    Caller elsewhere =
        new Caller(
            physician.username(),
            client,
            "",
            Optional.empty(),
            Set.of("physician"),
            SmartScopes.of(MINE),
            Optional.of(own),
            "",
            false,
            Optional.of(issuer),
            Set.of(),
            Optional.empty(),
            false);
    new SubscriptionOwners(jdbc()).put(id, SubscriptionOwner.of(elsewhere));
    assertThat(owner.get("Subscription/" + id).status()).isEqualTo(404);
    assertThat(owner.get("Subscription?_id=" + id).entries()).isZero();
    observe(own, "after");
    awaitStatus(id, "error");
    assertThat(all().get("Subscription/" + id).json().path("error").asText())
        .contains("another issuer");
    assertThat(received).isEmpty();
  }

  @Test
  void oneThatNobodyOwnsIsSilent() {
    String id = subscribe(as(physician, own, MINE), "nobody");
    jdbc().update("delete from andiron.subscription_owner where subscription = ?", id);
    observe(own, "after");
    awaitStatus(id, "error");
    assertThat(all().get("Subscription/" + id).json().path("error").asText()).contains("no owner");
    assertThat(received).isEmpty();
  }

  @Test
  void whatItTellsOfMustBeTheOwnersToSee() {
    FhirHttp app = as(physician, own, MINE);
    for (String criteria :
        new String[] {
          "Condition?code=x",
          "Observation?subject.birthdate=1970-01-01",
          "Observation?_has:Provenance:target:agent=Practitioner/x",
          "[*]"
        }) {
      Answer refused = app.post("Subscription", subscription("x", criteria));
      assertThat(refused.status()).as(criteria + refused.body()).isEqualTo(403);
    }
    String gathering =
        subscription("x", "Observation?code=" + key)
            .replaceFirst(
                "\\{",
                "{\"extension\": [{\"url\":"
                    + " \"http://hapifhir.io/fhir/StructureDefinition/subscription-payload-search-criteria\","
                    + " \"valueString\": \"Observation?_id=\\${matched_resource_id}&_include=*\"}],"
                    + " ");
    Answer refused = app.post("Subscription", gathering);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    Answer whole =
        http(token("system/*.cruds")).post("Subscription", gathering.replace("requested", "off"));
    assertThat(whole.status()).as(whole.body()).isEqualTo(201);
    assertThat(
            as(physician, own, "patient/Observation.rs")
                .post("Subscription", subscription("x", "Observation?code=x"))
                .status())
        .isEqualTo(403);
  }

  private String topic() {
    return """
    {"resourceType": "Subscription", "status": "requested", "reason": "test",
     "meta": {"profile": ["%1$sbackport-subscription"]},
     "criteria": "http://example.org/topic-%2$s", "_criteria": {"extension": [
       {"url": "%1$sbackport-filter-criteria", "valueString": "Encounter?patient=%3$s"}]},
     "channel": {"type": "rest-hook", "payload": "application/fhir+json",
      "endpoint": "http://localhost:%4$d/topic", "_payload": {"extension": [
       {"url": "%1$sbackport-payload-content", "valueCode": "id-only"}]}}}\
    """
        .formatted(
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/",
            key,
            own,
            receiver.getAddress().getPort());
  }

  @Test
  void aTopicIsToldToWhoMaySeeEverything() {
    Answer refused = as(physician, own, MINE).post("Subscription", topic());
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    FhirHttp exporter = http(token("system/*.rs system/Subscription.cruds"));
    Answer topic = exporter.post("Subscription", topic());
    assertThat(topic.status()).as(topic.body()).isEqualTo(201);
    exporter.delete("Subscription/" + topic.id());
  }
}
