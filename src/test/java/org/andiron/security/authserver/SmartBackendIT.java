package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.Test;

/** Backend services get tokens for what they may, and nobody gets in without one. */
class SmartBackendIT extends SmartIT {

  private String tokenUrl() {
    return rootUrl() + "/oauth2/token";
  }

  private Answer askWith(
      Consumer<JWSHeader.Builder> header, Consumer<JWTClaimsSet.Builder> claims) {
    return form(
        "/oauth2/token",
        SigningClient.form(BACKEND.assertion(tokenUrl(), header, claims), "system/Patient.rs"));
  }

  private static void assertRefused(Answer answer, int status, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.body()).doesNotContain("access_token");
  }

  @Test
  void aBackendClientGetsATokenAndReadsWithIt() {
    Answer answer = askForToken(BACKEND, "system/Patient.rs");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    JsonNode body = answer.json();
    assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(body.path("expires_in").asInt()).isBetween(290, 300);
    assertThat(body.path("scope").asText()).isEqualTo("system/Patient.rs");
    assertThat(body.has("refresh_token")).isFalse();
    Answer search = http(body.path("access_token").asText()).get("Patient?_count=1");
    assertThat(search.status()).as(search.body()).isEqualTo(200);
  }

  @Test
  void theTokenSaysWhoseItIsAndForWhom() throws Exception {
    SignedJWT jwt = SignedJWT.parse(token("system/Patient.rs system/Observation.r"));

    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(rootUrl());
    assertThat(claims.getAudience()).containsExactly(baseUrl());
    assertThat(claims.getSubject()).isEqualTo("test-backend");
    assertThat(claims.getStringClaim("client_id")).isEqualTo("test-backend");
    assertThat(claims.getStringClaim("scope")).isEqualTo("system/Observation.r system/Patient.rs");
    assertThat(claims.getStringClaim("sid")).isNotBlank();
    assertThat(claims.getJWTID()).isNotBlank();
  }

  @Test
  void es384IsGoodAsWell() {
    SigningClient client = SigningClient.ec("backend-es384");
    register(client.registration("\"scope\": \"system/Patient.rs\""));

    assertThat(askForToken(client, "system/Patient.rs").status()).isEqualTo(200);
  }

  @Test
  void scopesAreNarrowedToTheRegistration() {
    SigningClient client = SigningClient.rsa("backend-narrow");
    register(client.registration("\"scope\": \"system/Observation.rs system/Patient.rs\""));

    Answer answer =
        askForToken(client, "system/Observation.cruds system/Encounter.rs user/Patient.rs");
    assertThat(answer.json().path("scope").asText()).isEqualTo("system/Observation.rs");
    assertThat(askForToken(client, "system/Observation.r").json().path("scope").asText())
        .isEqualTo("system/Observation.r");
    assertRefused(askForToken(client, "system/Encounter.rs"), 400, "invalid_scope");
    assertRefused(askForToken(client, "system/Observation.sr"), 400, "invalid_scope");
    assertRefused(askForToken(client, ""), 400, "invalid_scope");
  }

  @Test
  void anAssertionIsGoodOnlyOnce() {
    String form = SigningClient.form(BACKEND.assertion(tokenUrl()), "system/Patient.rs");

    assertThat(form("/oauth2/token", form).status()).isEqualTo(200);
    assertRefused(form("/oauth2/token", form), 401, "invalid_client");
  }

  @Test
  void assertionsThatAreWrongInAnyPartAreRefused() throws Exception {
    assertRefused(askWith(h -> {}, c -> c.issuer("other")), 401, "invalid_client");
    assertRefused(
        askWith(h -> {}, c -> c.audience("https://example.org/token")), 401, "invalid_client");
    assertRefused(askWith(h -> {}, c -> c.expirationTime(null)), 401, "invalid_client");
    assertRefused(askWith(h -> {}, c -> c.expirationTime(in(-1))), 401, "invalid_client");
    assertRefused(askWith(h -> {}, c -> c.expirationTime(in(360))), 401, "invalid_client");
    assertRefused(askWith(h -> {}, c -> c.notBeforeTime(in(120))), 401, "invalid_client");
    assertRefused(askWith(h -> {}, c -> c.jwtID(null)), 401, "invalid_client");
    assertRefused(askWith(h -> {}, c -> c.jwtID("x".repeat(300))), 401, "invalid_client");
    assertRefused(askWith(h -> h.keyID("unknown"), c -> {}), 401, "invalid_client");
    assertRefused(askWith(h -> h.keyID(null), c -> {}), 401, "invalid_client");
    assertRefused(
        askWith(h -> h.type(new JOSEObjectType("at+jwt")), c -> {}), 401, "invalid_client");
    assertRefused(
        askWith(h -> h.jwkURL(URI.create("https://example.org/keys")), c -> {}),
        401,
        "invalid_client");
    SigningClient otherKey = SigningClient.rsa("test-backend");
    assertRefused(askForToken(otherKey, "system/Patient.rs"), 401, "invalid_client");
    assertRefused(
        askForToken(SigningClient.rsa("nobody"), "system/Patient.rs"), 401, "invalid_client");
  }

  @Test
  void otherAlgorithmsThanRs384AndEs384AreRefused() throws Exception {
    JWTClaimsSet claims = SignedJWT.parse(BACKEND.assertion(tokenUrl())).getJWTClaimsSet();
    SignedJWT mac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS384).keyID(BACKEND.key().getKeyID()).build(),
            claims);
    mac.sign(
        new MACSigner(BACKEND.key().toPublicJWK().toString().getBytes(StandardCharsets.UTF_8)));
    SignedJWT weaker =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(BACKEND.key().getKeyID()).build(),
            claims);
    weaker.sign(new RSASSASigner((RSAKey) BACKEND.key()));
    for (String assertion :
        new String[] {
          mac.serialize(), weaker.serialize(), new PlainJWT(claims).serialize(), "x.y.z", ""
        }) {
      Answer answer = form("/oauth2/token", SigningClient.form(assertion, "system/Patient.rs"));
      assertRefused(answer, 401, "invalid_client");
    }
  }

  @Test
  void aKeySetByUrlIsFetchedAndFetchedAgainForANewKey() throws Exception {
    SigningClient first = SigningClient.rsa("backend-by-url");
    AtomicReference<String> keys = new AtomicReference<>(first.keySet());
    AtomicInteger fetches = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = keys.get().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Cache-Control", "max-age=600");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://localhost:" + server.getAddress().getPort() + "/keys";
      register(
          """
          {"client_id": "backend-by-url", "grant_types": ["client_credentials"],
           "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "%s", "scope": "system/Patient.rs"}
          """
              .formatted(url));
      SigningClient next = SigningClient.rsa("backend-by-url");
      Instant start = Instant.now();
      clock()
          .at(
              start,
              () -> {
                assertThat(askForToken(first, "system/Patient.rs").status()).isEqualTo(200);
                assertThat(askForToken(first, "system/Patient.rs").status()).isEqualTo(200);
                assertThat(fetches).hasValue(1);
                Answer named =
                    form(
                        "/oauth2/token",
                        SigningClient.form(
                            first.assertion(tokenUrl(), h -> h.jwkURL(URI.create(url)), c -> {}),
                            "system/Patient.rs"));
                assertThat(named.status()).isEqualTo(200);

                keys.set(new JWKSet(next.key().toPublicJWK()).toString());
                assertRefused(askForToken(next, "system/Patient.rs"), 401, "invalid_client");
                assertThat(fetches).hasValue(1);
              });
      clock()
          .at(
              start.plusSeconds(6),
              () -> {
                assertThat(askForToken(next, "system/Patient.rs").status()).isEqualTo(200);
                assertRefused(askForToken(first, "system/Patient.rs"), 401, "invalid_client");
                assertThat(fetches).hasValue(2);
              });
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theClientIdInTheFormMustBeThatOfTheAssertion() {
    String form = SigningClient.form(BACKEND.assertion(tokenUrl()), "system/Patient.rs");
    assertThat(form("/oauth2/token", form + "&client_id=test-backend").status()).isEqualTo(200);

    String other = SigningClient.form(BACKEND.assertion(tokenUrl()), "system/Patient.rs");
    assertRefused(form("/oauth2/token", other + "&client_id=other"), 401, "invalid_client");
    assertRefused(
        form("/oauth2/token", other + "&client_id=test-backend&client_secret=x"),
        400,
        "invalid_request");
  }

  @Test
  void withoutATokenThereIsOnlyWhatAnAppMustKnowBefore() {
    Answer none = http().get("Patient?_count=1");
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.header("WWW-Authenticate"))
        .hasValueSatisfying(it -> assertThat(it).startsWith("Bearer"));
    assertThat(none.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(none.diagnostics()).contains("/fhir/.well-known/smart-configuration");
    assertThat(http().get("metadata").status()).isEqualTo(200);
    assertThat(http().get(rootUrl() + "/actuator/health").status()).isEqualTo(200);
    assertThat(http().get(rootUrl() + "/actuator/info").status()).isEqualTo(401);
    assertThat(http(token("system/Patient.rs")).get(rootUrl() + "/actuator/info").status())
        .isEqualTo(403);
    assertThat(http(token("system/*.cruds")).get(rootUrl() + "/actuator/info").status())
        .isEqualTo(200);
    for (String path :
        new String[] {"/%66hir/Patient", "/fhir/%50atient", "/fhir/metadata/", "/nowhere"}) {
      assertThat(http().get(rootUrl() + path).status()).as(path).isIn(400, 401);
    }
    assertThat(http().post("metadata", "{}").status()).isEqualTo(401);
  }

  @Test
  void tokensThatAreNotOursAreRefused() throws Exception {
    String good = token("system/Patient.rs");
    JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
    JWSHeader header = SignedJWT.parse(good).getHeader();
    SignedJWT forged = new SignedJWT(header, claims);
    forged.sign(new RSASSASigner((RSAKey) BACKEND.key()));
    String[] parts = good.split("\\.");
    for (String token :
        new String[] {
          forged.serialize(),
          new PlainJWT(claims).serialize(),
          parts[0] + "." + parts[1] + ".",
          parts[0] + "." + parts[1] + "x." + parts[2],
          BACKEND.assertion(tokenUrl()),
          "x".repeat(20_000),
          good.substring(0, good.length() - 3),
        }) {
      Answer answer = http(token).get("Patient?_count=1");
      assertThat(answer.status()).as(token.substring(0, 20)).isIn(401, 431);
      if (answer.status() == 401) {
        assertThat(answer.header("WWW-Authenticate").orElse(""))
            .contains("error=\"invalid_token\"");
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
      }
    }
    assertThat(http().get("Patient?_count=1&access_token=" + good).status()).isIn(400, 401);
    assertThat(http().get("Patient?_count=1", "Authorization", "Basic dGVzdDp0ZXN0").status())
        .isEqualTo(401);
  }

  @Test
  void aRevokedTokenIsRefusedFromThenOn() {
    String token = token("system/Patient.rs");
    assertThat(http(token).get("Patient?_count=1").status()).isEqualTo(200);
    String asserted =
        "client_assertion_type="
            + SigningClient.encode(SigningClient.ASSERTION_TYPE)
            + "&client_assertion=";

    Answer before =
        form("/oauth2/introspect", asserted + BACKEND.assertion(tokenUrl()) + "&token=" + token);
    assertThat(before.json().path("active").asBoolean()).as(before.body()).isTrue();
    assertThat(before.json().path("scope").asText()).isEqualTo("system/Patient.rs");
    assertThat(before.json().path("client_id").asText()).isEqualTo("test-backend");
    assertThat(
            form("/oauth2/revoke", asserted + BACKEND.assertion(tokenUrl()) + "&token=" + token)
                .status())
        .isEqualTo(200);

    Answer refused = http(token).get("Patient?_count=1");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.diagnostics()).contains("revoked");
    Answer after =
        form("/oauth2/introspect", asserted + BACKEND.assertion(tokenUrl()) + "&token=" + token);
    assertThat(after.body()).isEqualTo("{\"active\":false}");
    assertRefused(form("/oauth2/introspect", "token=" + token), 401, "invalid_client");
  }

  @Test
  void theTokenEndpointTakesPostsOfGrantsThatItKnows() {
    assertThat(http().get(tokenUrl()).status()).isEqualTo(405);
    String whole = SigningClient.form(BACKEND.assertion(tokenUrl()), "system/Patient.rs");
    assertRefused(form("/oauth2/token?" + whole, ""), 400, "invalid_request");
    String asserted =
        "client_assertion_type="
            + SigningClient.encode(SigningClient.ASSERTION_TYPE)
            + "&client_assertion=";
    for (String grant :
        new String[] {"password", "implicit", "urn:ietf:params:oauth:grant-type:token-exchange"}) {
      assertRefused(
          form(
              "/oauth2/token",
              asserted
                  + BACKEND.assertion(tokenUrl())
                  + "&username=a&password=b&grant_type="
                  + SigningClient.encode(grant)),
          400,
          "unsupported_grant_type");
    }
  }

  @Test
  void discoveryIsJsonWhateverIsAccepted() {
    for (String accept :
        new String[] {"application/json", "application/fhir+xml", "text/html", "image/png"}) {
      Answer smart = http().get(".well-known/smart-configuration", "Accept", accept);
      assertThat(smart.status()).as(accept).isEqualTo(200);
      assertThat(smart.header("Content-Type").orElse("")).startsWith("application/json");
      assertThat(smart.json().path("issuer").asText()).isEqualTo(rootUrl());
      assertThat(smart.json().path("token_endpoint").asText()).isEqualTo(tokenUrl());
      assertThat(smart.json().path("code_challenge_methods_supported").toString())
          .isEqualTo("[\"S256\"]");
    }
    JsonNode openId = http().get(rootUrl() + "/.well-known/openid-configuration").json();
    assertThat(openId.path("issuer").asText()).isEqualTo(rootUrl());
    JsonNode keys = http().get(openId.path("jwks_uri").asText()).json().path("keys");
    assertThat(keys).isNotEmpty();
    assertThat(keys.get(0).has("d")).isFalse();
  }

  @Test
  void theCapabilityStatementSaysWhereTheEndpointsAre() {
    JsonNode security = http().get("metadata").json().path("rest").get(0).path("security");

    assertThat(security.path("service").get(0).path("coding").get(0).path("code").asText())
        .isEqualTo("SMART-on-FHIR");
    assertThat(security.path("extension").toString()).contains(tokenUrl());
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  @Test
  void clientsThatDoNotExistAnyMoreGetNothing() {
    SigningClient client = SigningClient.rsa("backend-" + UUID.randomUUID());
    register(client.registration("\"scope\": \"system/Patient.rs\""));
    assertThat(askForToken(client, "system/Patient.rs").status()).isEqualTo(200);
    jdbc().update("delete from andiron.app_client where client_id = ?", client.clientId());

    assertRefused(askForToken(client, "system/Patient.rs"), 401, "invalid_client");
  }

  @Test
  void toUpdateIsAlsoToMakeWhatIsNotThere() {
    String path = "Basic/made-by-update";
    String body =
        "{\"resourceType\": \"Basic\", \"id\": \"made-by-update\", \"code\": {\"text\": \"Test\"}}";
    assertThat(http(token("system/Basic.c")).put(path, body).status()).isEqualTo(403);
    assertThat(http(token("system/Basic.u")).post("Basic", body).status()).isEqualTo(403);

    Answer made = http(token("system/Basic.u")).put(path, body);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(http(token("system/Basic.u")).put(path, body).status()).isEqualTo(200);
    assertThat(http(token("system/Basic.d")).delete(path).status()).isIn(200, 204);
  }

  @Test
  void aBackendServiceCannotBeRegisteredWithASharedSecret() {
    for (String method : new String[] {"client_secret_basic", "client_secret_post", "none"}) {
      Answer answer =
          new FhirHttp(rootUrl(), "Authorization", "Bearer " + token("system/*.cruds"))
              .post(
                  "/admin/clients",
                  """
                  {"client_id": "backend-with-secret", "grant_types": ["client_credentials"],
                   "token_endpoint_auth_method": "%s", "scope": "system/*.rs"}
                  """
                      .formatted(method));
      assertThat(answer.status()).as(method).isEqualTo(400);
      assertThat(answer.json().path("error_description").asText())
          .contains("client_credentials needs private_key_jwt");
    }
  }
}
