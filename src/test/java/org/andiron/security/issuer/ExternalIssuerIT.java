package org.andiron.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.andiron.AndironApplication;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.TestFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.FileSystemUtils;

/** The whole server with tokens of another issuer. It has a context of its own. */
@SpringBootTest(
    classes = AndironApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "andiron.egress.allow=127.0.0.0/8",
      "andiron.security.external.clients=nightly",
      "andiron.security.external.purpose-of-use-header-clients=emergency-desk, other-desk",
      "andiron.security.external.origins=https://app.example.org",
      "andiron.security.external.capabilities=launch-standalone"
    })
@ContextConfiguration(initializers = ExternalIssuerIT.Server.class)
class ExternalIssuerIT {

  private static final StubIssuer ISSUER = new StubIssuer();
  private static final Path ROOT = TestFolder.of("external-issuer");
  private static final AtomicInteger REQUESTS_AT_START = new AtomicInteger(-1);

  @LocalServerPort private int port;

  @Autowired private JdbcOperations jdbc;

  static final class Server
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      try {
        FileSystemUtils.deleteRecursively(ROOT);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      TestPropertyValues.of(
              "andiron.security.issuer=" + ISSUER.issuer(),
              "andiron.storage.embedded.directory=" + ROOT.resolve("postgres"),
              "andiron.security.key-directory=" + ROOT.resolve("security"))
          .applyTo(context);
      ApplicationListener<ApplicationReadyEvent> ready =
          event -> REQUESTS_AT_START.set(ISSUER.requests.size());
      context.addApplicationListener(ready);
    }
  }

  private String base() {
    return "http://localhost:" + port + "/fhir";
  }

  private FhirHttp http(String token) {
    return new FhirHttp(base(), "Authorization", "Bearer " + token);
  }

  private FhirHttp anonymous() {
    return new FhirHttp("http://localhost:" + port);
  }

  private JWTClaimsSet.Builder nurse() {
    return ISSUER.claims(base());
  }

  private String operator(Date expires, String audience) {
    try {
      ECKey key = ECKey.parse(Files.readString(ROOT.resolve("postgres").resolve("operator.jwk")));
      return StubIssuer.sign(
          key,
          JWSAlgorithm.ES384,
          new JWTClaimsSet.Builder()
              .issuer("andiron-operator")
              .subject("andiron-operator")
              .audience(audience)
              .expirationTime(expires)
              .claim("scope", "system/*.cruds scim")
              .build(),
          header -> header.type(new JOSEObjectType("andiron-operator+jwt")));
    } catch (IOException | java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private String operator() {
    return operator(Date.from(Instant.now().plusSeconds(200)), base());
  }

  private void refused(String token) {
    Answer answer = http(token).get("Patient");
    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate").orElse("")).contains("invalid_token");
    assertThat(answer.json().path("issue").path(0).path("code").asText()).isEqualTo("login");
  }

  @Test
  void theStartDoesNotNeedTheIssuer() {
    assertThat(REQUESTS_AT_START).hasValue(0);
  }

  @Test
  void aUserMayDoWhatScopeAndRoleAllow() {
    String nurse = ISSUER.token(nurse().build());
    Answer stored = http(nurse).put("Patient/ei1", "{\"resourceType\":\"Patient\",\"id\":\"ei1\"}");
    assertThat(stored.status()).as(stored.body()).isIn(200, 201);
    assertThat(http(nurse).get("Patient/ei1").status()).isEqualTo(200);

    String reader = ISSUER.token(nurse().claim("scope", "user/Observation.rs").build());
    Answer outOfScope = http(reader).get("Patient/ei1");
    assertThat(outOfScope.status()).isEqualTo(403);
    assertThat(outOfScope.diagnostics()).contains("user/Patient.r");

    String without =
        ISSUER.token(nurse().claim("realm_access", Map.of("roles", List.of("chief"))).build());
    Answer outOfRole = http(without).get("Patient/ei1");
    assertThat(outOfRole.status()).isEqualTo(403);
    assertThat(outOfRole.diagnostics()).contains("no role of the user");
  }

  @Test
  void thePatientInContextIsTheOnlyOne() {
    http(operator()).put("Patient/ei2", "{\"resourceType\":\"Patient\",\"id\":\"ei2\"}");
    http(operator()).put("Patient/ei3", "{\"resourceType\":\"Patient\",\"id\":\"ei3\"}");
    String app =
        ISSUER.token(nurse().claim("scope", "patient/*.rs").claim("patient", "ei2").build());
    assertThat(http(app).get("Patient/ei2").status()).isEqualTo(200);
    assertThat(http(app).get("Patient/ei3").status()).isEqualTo(404);
    assertThat(http(app).get("Patient").json().path("total").asInt()).isEqualTo(1);
  }

  @Test
  void aListedClientActsForItselfWithinItsScopes() {
    JWTClaimsSet.Builder claims =
        nurse().claim("azp", "nightly").claim("sid", null).claim("scope", "system/Patient.rs");
    String nightly = ISSUER.token(claims.build());
    assertThat(http(nightly).get("Patient?_summary=count").status()).isEqualTo(200);
    assertThat(http(nightly).get("Observation").status()).isEqualTo(403);

    String unlisted = ISSUER.token(claims.claim("azp", "weekly").build());
    assertThat(http(unlisted).get("Patient").status()).isEqualTo(403);
    String alone = ISSUER.token(claims.claim("azp", "weekly").subject("weekly").build());
    Answer refusal = http(alone).get("Patient");
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.diagnostics()).contains("may act for itself");
  }

  @Test
  void onlyAListedAppSaysWhatARequestIsFor() {
    String header = "X-Purpose-Of-Use";
    String listed = ISSUER.token(nurse().claim("azp", "emergency-desk").build());
    for (String purpose : List.of("BTG", "TREAT")) {
      Answer answer = http(listed).get("Patient?_summary=count", header, purpose);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
    assertThat(http(listed).get("Patient", header, "NONSENSE").status()).isEqualTo(400);

    Answer another =
        http(ISSUER.token(nurse().build())).get("Patient?_summary=count", header, "BTG");
    assertThat(another.status()).as(another.body()).isEqualTo(403);
    assertThat(another.diagnostics())
        .contains("andiron.security.external.purpose-of-use-header-clients");
    JWTClaimsSet.Builder nightly =
        nurse().claim("azp", "nightly").claim("sid", null).claim("scope", "system/Patient.rs");
    assertThat(http(ISSUER.token(nightly.build())).get("Patient", header, "TREAT").status())
        .isEqualTo(403);

    String ofPurpose =
        ISSUER.token(nurse().claim("azp", "other-desk").claim("purpose_of_use", "TREAT").build());
    assertThat(http(ofPurpose).get("Patient?_summary=count", header, "TREAT").status())
        .isEqualTo(200);
    assertThat(http(ofPurpose).get("Patient", header, "BTG").status()).isEqualTo(403);
  }

  @Test
  void aTokenOfAnotherIssuerAudienceTimeOrKindIsRefused() {
    Date past = Date.from(Instant.now().minusSeconds(1));
    refused(ISSUER.token(nurse().issuer(ISSUER.issuer() + "2").build()));
    refused(ISSUER.token(nurse().audience("account").build()));
    refused(ISSUER.token(nurse().expirationTime(past).build()));
    refused(ISSUER.token(nurse().expirationTime(null).build()));
    refused(ISSUER.token(nurse().claim("typ", "ID").build()));
  }

  @Test
  void aForgedTokenIsRefused() throws Exception {
    JWTClaimsSet claims = nurse().build();
    JWK own = ISSUER.keys.get(0);
    refused(new PlainJWT(claims).serialize());
    refused(StubIssuer.sign(StubIssuer.rsa("one"), JWSAlgorithm.RS256, claims, header -> {}));
    SignedJWT shared =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(own.getKeyID()).build(), claims);
    shared.sign(new MACSigner(own.toRSAKey().toRSAPublicKey().getEncoded()));
    refused(shared.serialize());
    String good = ISSUER.token(claims);
    refused(good.substring(0, good.lastIndexOf('.') + 1));
    refused("opaque");
    assertThat(http(good).get("Patient?_summary=count").status()).isEqualTo(200);
  }

  @Test
  void theOperatorNeedsNoIssuer() {
    assertThat(http(operator()).get("Patient?_summary=count").status()).isEqualTo(200);
    String info = "http://localhost:" + port + "/actuator/info";
    assertThat(http(operator()).get(info).status()).isEqualTo(200);
    assertThat(http(ISSUER.token(nurse().build())).get(info).status()).isEqualTo(403);
    assertThat(anonymous().get("/.well-known/andiron-operator").json().path("audience").asText())
        .isEqualTo(base());
  }

  @Test
  void aTokenOfTheOperatorIsForThisServerAndFiveMinutes() {
    refused(operator(Date.from(Instant.now().minusSeconds(1)), base()));
    refused(operator(Date.from(Instant.now().plusSeconds(3600)), base()));
    refused(operator(Date.from(Instant.now().plusSeconds(200)), "https://other.example.org/fhir"));
    refused(
        StubIssuer.sign(
            ISSUER.keys.get(0),
            JWSAlgorithm.RS256,
            nurse().subject("andiron-operator").issuer("andiron-operator").build(),
            header -> header.type(new JOSEObjectType("andiron-operator+jwt"))));
  }

  @Test
  void discoveryPointsToTheIssuer() {
    JsonNode document = anonymous().get("/fhir/.well-known/smart-configuration").json();
    assertThat(document.path("issuer").asText()).isEqualTo(ISSUER.issuer());
    assertThat(document.path("token_endpoint").asText()).isEqualTo(ISSUER.issuer() + "/token");
    assertThat(document.path("authorization_endpoint").asText())
        .isEqualTo(ISSUER.issuer() + "/auth");
    assertThat(document.path("jwks_uri").asText()).isEqualTo(ISSUER.issuer() + "/certs");
    assertThat(document.path("code_challenge_methods_supported"))
        .extracting(JsonNode::asText)
        .containsExactly("S256");
    assertThat(document.path("capabilities"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder(
            "permission-patient",
            "permission-user",
            "permission-v1",
            "permission-v2",
            "client-confidential-symmetric",
            "client-confidential-asymmetric",
            "permission-offline",
            "launch-standalone");
    JsonNode security =
        anonymous().get("/fhir/metadata").json().path("rest").path(0).path("security");
    assertThat(security.path("extension").path(0).path("extension"))
        .extracting(it -> it.path("valueUri").asText())
        .contains(ISSUER.issuer() + "/auth", ISSUER.issuer() + "/token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/oauth2/token",
        "/oauth2/authorize",
        "/oauth2/jwks",
        "/auth/sign-in",
        "/auth/signin",
        "/auth/launch",
        "/admin/users",
        "/admin/clients",
        "/scim/v2/Users",
        "/.well-known/openid-configuration"
      })
  void whatTheIssuerDoesIsNotHere(String path) {
    for (String method : List.of("GET", "POST")) {
      Answer answer = anonymous().send(method, path, method.equals("POST") ? "" : null);
      assertThat(answer.status()).as(method).isEqualTo(404);
      assertThat(answer.diagnostics()).contains(ISSUER.issuer());
    }
  }

  @Test
  void thereAreNoAccountsOfOurOwn() {
    assertThat(jdbc.queryForObject("select count(*) from andiron.account", Integer.class)).isZero();
    assertThat(jdbc.queryForObject("select count(*) from andiron.signing_key", Integer.class))
        .isZero();
  }

  @Test
  void aPageOfAListedOriginMayCall() {
    FhirHttp page = anonymous();
    assertThat(
            page.send(
                    "OPTIONS",
                    "/fhir/Patient",
                    null,
                    "Origin",
                    "https://app.example.org",
                    "Access-Control-Request-Method",
                    "GET")
                .header("Access-Control-Allow-Origin"))
        .contains("https://app.example.org");
    assertThat(
            page.get("/fhir/Patient", "Origin", "https://evil.example.org")
                .header("Access-Control-Allow-Origin"))
        .isEmpty();
  }
}
