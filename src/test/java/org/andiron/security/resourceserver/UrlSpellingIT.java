package org.andiron.security.resourceserver;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.security.resourceserver.WireClient.Answer;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * However a URL is spelled, who may not have what is there does not get it: the filter that asks
 * for tokens and the router take each spelling for the same, or one of them refuses it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UrlSpellingIT extends SmartIT {

  private static final int SPELLINGS = 2_000;

  /** In the records, and nowhere in what may be shown without a right to them. */
  private static final String CANARY = "Spellcanary";

  private static final String PATIENT = "spelled-patient";
  private static final String FHIR_JSON = "application/fhir+json";

  private static final String BATCH =
      """
      {"resourceType":"Bundle","type":"batch","entry":[
      {"request":{"method":"GET","url":"Patient/spelled-patient"}}]}\
      """;

  private static final List<Spelling> PROTECTED =
      List.of(
          get("/fhir/Patient/" + PATIENT),
          get("/fhir/Patient/" + PATIENT + "/_history/1"),
          get("/fhir/Patient/" + PATIENT + "/_history"),
          get("/fhir/Patient?_id=" + PATIENT),
          get("/fhir/Patient/" + PATIENT + "/Observation"),
          get("/fhir/Patient/" + PATIENT + "/$everything"),
          get("/fhir/Observation?patient=Patient/" + PATIENT),
          get("/fhir/Observation/spelled-observation"),
          Spelling.of(
              "POST",
              "/fhir/Patient/_search",
              "application/x-www-form-urlencoded",
              "_id=" + PATIENT),
          Spelling.of("POST", "/fhir", FHIR_JSON, BATCH),
          get("/admin/users"),
          get("/admin/clients"),
          get("/admin/clients/spelled-client"),
          get("/actuator/info"));

  private final RoutedRequests routed = new RoutedRequests();
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, String> plainRecords = new LinkedHashMap<>();
  private final Map<String, String> plainRoutes = new LinkedHashMap<>();
  @Autowired private RestfulServer server;
  private String full = "";
  private String lesser = "";
  private int sent;

  private static Spelling get(String target) {
    return Spelling.of("GET", target, "", "");
  }

  @BeforeAll
  void store() {
    full = token("system/*.cruds");
    lesser = token("system/Practitioner.rs");
    register(SmartApp.publicApp("spelled-client", "user/*.rs"));
    String name = "\"name\":[{\"family\":\"" + CANARY + "\"}]}";
    put("{\"resourceType\":\"Patient\",\"id\":\"" + PATIENT + "\"," + name);
    put(
        """
        {"resourceType":"Observation","id":"spelled-observation","status":"final","code":{"text":"%s"},
        "subject":{"reference":"Patient/%s"}}\
        """
            .formatted(CANARY, PATIENT));
    server.registerInterceptor(routed);
  }

  private void put(String resource) {
    String reference =
        resource.replaceAll(
            "(?s).*?\"resourceType\":\"([A-Za-z]+)\",\"id\":\"([a-z-]+)\".*", "$1/$2");
    assertThat(http(full).put(reference, resource).status()).isEqualTo(201);
  }

  @AfterAll
  void remove() {
    server.unregisterInterceptor(routed);
    http(full).delete("Observation/spelled-observation");
    http(full).delete("Patient/" + PATIENT);
  }

  @Test
  void noSpellingGetsPastTheTokenOrIsTakenForSomethingElse() throws IOException {
    Spellings spellings = new Spellings(PROTECTED, 20261128);
    Set<Spelling> all = new LinkedHashSet<>(spellings.withEachAddition());
    all.addAll(spellings.make(SPELLINGS));
    int shown = 0;
    try (WireClient client = new WireClient(URI.create(rootUrl()).getPort())) {
      for (Spelling base : PROTECTED) {
        Answer answer = send(client, base, full);
        assertThat(answer.status()).as(base.base()).isEqualTo(200);
        plainRecords.put(base.base(), records(answer));
        plainRoutes.put(base.base(), routed.of(number()));
      }
      for (Spelling spelling : all) {
        shown += check(client, spelling) ? 1 : 0;
      }
    }
    assertThat(wrong).as("of %d spellings", all.size()).isEmpty();
    assertThat(all).hasSizeGreaterThan(SPELLINGS);
    // Many spellings are good ones, so that this has shown something.
    assertThat(shown).isGreaterThan(500);
    assertThat(http(full).get("Patient/" + PATIENT).json().at("/meta/versionId").asText())
        .as("nothing was written or deleted")
        .isEqualTo("1");
  }

  /** Whether the records were shown to who may see them. */
  private boolean check(WireClient client, Spelling spelling) throws IOException {
    Answer nobody = send(client, spelling, "");
    String nobodysRoute = routed.of(number());
    Answer other = send(client, spelling, lesser);
    String othersRoute = routed.of(number());
    Answer owner = send(client, spelling, full);
    String route = routed.of(number());
    // Options tell of methods, not of records.
    boolean shown = owner.status() == 200 && !spelling.method().equals("OPTIONS");

    expect(isRefusal(nobody), spelling, nobody, "without token");
    expect(nobodysRoute.isEmpty(), spelling, nobody, "without token is routed as " + nobodysRoute);
    expect(
        nobody.status() == 401 || nobody.status() == owner.status(),
        spelling,
        owner,
        "with token, after " + nobody.status() + " without");
    expect(!nobody.body().contains(CANARY), spelling, nobody, "without token shows a record");
    expect(!other.body().contains(CANARY), spelling, other, "without right shows a record");
    expect(
        othersRoute.isEmpty() || othersRoute.equals(route), spelling, other, "is " + othersRoute);
    expect(
        isRefusal(other)
            || (isBatch(spelling) && shown)
            || (other.status() == 204 && spelling.method().equals("OPTIONS")),
        spelling,
        other,
        "without right");
    expect(owner.status() < 300 || isRefusal(owner), spelling, owner, "with all rights");
    if (shown) {
      expect(nobody.status() == 401, spelling, nobody, "without token, and shown with one");
      expect(
          route.equalsIgnoreCase(plainRoutes.get(spelling.base())), spelling, owner, "is " + route);
      expect(
          spelling.method().equals("HEAD")
              || records(owner).equals(plainRecords.get(spelling.base()))
              || records(owner).endsWith(" []"),
          spelling,
          owner,
          "shows " + records(owner));
    }
    return shown;
  }

  /** By the server, or by the container that knows no other version of HTTP. */
  private static boolean isRefusal(Answer answer) {
    return answer.status() == 505 || (answer.status() >= 400 && answer.status() < 500);
  }

  private static boolean isBatch(Spelling spelling) {
    return spelling.base().equals("POST /fhir");
  }

  private void expect(boolean right, Spelling spelling, Answer answer, String what) {
    if (!right) {
      wrong.add(spelling.head() + "-> " + answer.status() + " " + what);
    }
  }

  private String records(Answer answer) {
    return new ShownRecords(fhirContext()).in(answer);
  }

  private String number() {
    return Integer.toString(sent);
  }

  private Answer send(WireClient client, Spelling spelling, String token) throws IOException {
    sent++;
    String head =
        spelling.head().replace(Spellings.TOKEN, full)
            + "Host: localhost\r\n"
            + RoutedRequests.NUMBER
            + ": "
            + number()
            + "\r\n"
            + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n");
    return client.send(head, spelling.body(), spelling.method().equals("HEAD"));
  }
}
