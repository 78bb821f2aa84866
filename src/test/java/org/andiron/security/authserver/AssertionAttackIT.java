package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody passes for a client at the token endpoint, and no client gets more than it may have. */
class AssertionAttackIT extends SmartIT {

  private static final String SCOPE = "system/Patient.rs";
  private static final SigningClient ATTACKER = SigningClient.rsa("test-backend");
  private static final SigningClient ATTACKER_EC = SigningClient.ec("test-backend");

  private String tokenUrl() {
    return rootUrl() + "/oauth2/token";
  }

  private Answer send(String assertion) {
    return form("/oauth2/token", SigningClient.form(assertion, SCOPE));
  }

  private static void assertRefused(Answer answer, int status, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.body()).doesNotContain("access_token");
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static Arguments claims(String name, Consumer<JWTClaimsSet.Builder> change) {
    return Arguments.of(name, change);
  }

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        claims("no sub", c -> c.subject(null)),
        claims("blank sub", c -> c.subject(" ")),
        claims("sub of nobody", c -> c.subject("nobody")),
        claims("sub in capitals", c -> c.subject("TEST-BACKEND").issuer("TEST-BACKEND")),
        claims("sub with a space", c -> c.subject("test-backend ").issuer("test-backend ")),
        claims("sub is a list", c -> c.claim("sub", List.of("test-backend"))),
        claims("no iss", c -> c.issuer(null)),
        claims("iss in capitals", c -> c.issuer("TEST-BACKEND")),
        claims("iss of an issuer", c -> c.issuer("https://evil.example.org")),
        claims("no aud", c -> c.audience((String) null)),
        claims("empty aud", c -> c.audience(List.of())),
        claims("aud of another server", c -> c.audience("https://evil.example.org/oauth2/token")),
        claims("aud by its path", c -> c.audience("/oauth2/token")),
        claims("aud with a wildcard", c -> c.audience("*")),
        claims("exp is a text", c -> c.claim("exp", "never")),
        claims("exp in 1970", c -> c.expirationTime(new Date(0))),
        claims("exp in a day", c -> c.expirationTime(in(86_400))),
        claims("exp in a thousand years", c -> c.expirationTime(new Date(33_000_000_000_000L))),
        claims("iat ahead", c -> c.issueTime(in(120))),
        claims("nbf is a text", c -> c.claim("nbf", "now")),
        claims("empty jti", c -> c.jwtID("")),
        claims("blank jti", c -> c.jwtID("  ")),
        claims("jti is a number", c -> c.claim("jti", 7)),
        claims("20 kB of claims", c -> c.claim("x", "x".repeat(20_000))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongClaims")
  void assertionsMustSayAllThatIsAsked(String name, Consumer<JWTClaimsSet.Builder> change) {
    Answer answer = send(BACKEND.assertion(tokenUrl(), header -> {}, change));

    assertThat(name).isNotBlank();
    assertRefused(answer, 401, "invalid_client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/oauth2/token/", "/oauth2/token?x=1", "/oauth2/revoke", "/fhir"})
  void noOtherUrlOfThisServerIsTheAudience(String path) {
    assertRefused(send(BACKEND.assertion(rootUrl() + path)), 401, "invalid_client");
  }

  private static Arguments header(String name, Consumer<JWSHeader.Builder> change) {
    return Arguments.of(name, change);
  }

  static Stream<Arguments> wrongHeaders() {
    return Stream.of(
        header("empty kid", h -> h.keyID("")),
        header("kid of a file", h -> h.keyID("../../../../dev/null")),
        header("kid with SQL", h -> h.keyID("' OR '1'='1")),
        header("kid with a letter more", h -> h.keyID("X" + BACKEND.key().getKeyID())),
        header("kid with a null character", h -> h.keyID(BACKEND.key().getKeyID() + "\u0000")),
        header("another type", h -> h.type(new JOSEObjectType("logout+jwt"))),
        header("type of nothing", h -> h.type(new JOSEObjectType("x"))),
        header(
            "something critical that is unknown",
            h -> h.criticalParams(Set.of("x")).customParam("x", 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongHeaders")
  void headersOfAssertionsAreChecked(String name, Consumer<JWSHeader.Builder> change) {
    Answer answer = send(BACKEND.assertion(tokenUrl(), change, claims -> {}));

    assertThat(name).isNotBlank();
    assertRefused(answer, 401, "invalid_client");
  }

  private static Arguments signer(String name, JWSAlgorithm algorithm, JWSSigner signer) {
    return Arguments.of(name, algorithm, signer);
  }

  static Stream<Arguments> wrongSigners() throws JOSEException {
    JWSSigner own = new RSASSASigner(BACKEND.key().toRSAKey());
    JWSSigner attacker = new RSASSASigner(ATTACKER.key().toRSAKey());
    byte[] modulus = BACKEND.key().toRSAKey().getModulus().decode();
    return Stream.of(
        signer("RS512", JWSAlgorithm.RS512, own),
        signer("PS256", JWSAlgorithm.PS256, own),
        signer("PS384", JWSAlgorithm.PS384, own),
        signer("PS512", JWSAlgorithm.PS512, own),
        signer("RS384 of another key", JWSAlgorithm.RS384, attacker),
        signer("RS256 of another key", JWSAlgorithm.RS256, attacker),
        signer(
            "ES384 of another key",
            JWSAlgorithm.ES384,
            new ECDSASigner(ATTACKER_EC.key().toECKey())),
        signer("HS256 with the modulus", JWSAlgorithm.HS256, new MACSigner(modulus)),
        signer("HS384 with the modulus", JWSAlgorithm.HS384, new MACSigner(modulus)),
        signer("HS512 with the modulus", JWSAlgorithm.HS512, new MACSigner(modulus)),
        signer(
            "HS256 with the DER",
            JWSAlgorithm.HS256,
            new MACSigner(BACKEND.key().toRSAKey().toRSAPublicKey().getEncoded())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongSigners")
  void onlyTheKeyOfTheClientWithItsAlgorithmWillDo(
      String name, JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
    JWTClaimsSet claims = SignedJWT.parse(BACKEND.assertion(tokenUrl())).getJWTClaimsSet();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).keyID(BACKEND.key().getKeyID()).build(), claims);
    jwt.sign(signer);

    assertThat(name).isNotBlank();
    assertRefused(send(jwt.serialize()), 401, "invalid_client");
  }

  @Test
  void aKeyThatTheAssertionBringsAlongIsNotUsed() throws Exception {
    for (String kid : new String[] {BACKEND.key().getKeyID(), ATTACKER.key().getKeyID()}) {
      String assertion =
          ATTACKER.assertion(
              tokenUrl(), h -> h.keyID(kid).jwk(ATTACKER.key().toPublicJWK()), c -> {});
      assertRefused(send(assertion), 401, "invalid_client");
    }
  }

  @Test
  void partsOfSeveralAssertionsDoNotMakeOne() throws ParseException {
    String[] one = BACKEND.assertion(tokenUrl()).split("\\.");
    String[] two = BACKEND.assertion(tokenUrl()).split("\\.");
    char changed = one[2].charAt(0) == 'A' ? 'B' : 'A';
    for (String assertion :
        new String[] {
          one[0] + "." + one[1] + "." + two[2],
          one[0] + "." + two[1] + "." + one[2],
          one[0] + "." + one[1] + ".",
          one[0] + "." + one[1],
          one[0] + ".." + one[2],
          one[0] + "." + one[1] + "." + changed + one[2].substring(1),
          one[0] + "." + one[1] + "." + one[2] + ".x.y",
        }) {
      assertRefused(send(assertion), 401, "invalid_client");
    }
    assertThat(send(String.join(".", one)).status()).isEqualTo(200);
  }

  @Test
  void anAccessTokenOrAMegabyteIsNoAssertion() {
    assertRefused(send(token(SCOPE)), 401, "invalid_client");
    assertRefused(send("x".repeat(1 << 20)), 401, "invalid_client");
  }

  @Test
  void aClientIsNamedInPrintableCharacters() {
    String assertion =
        BACKEND.assertion(
            tokenUrl(), h -> {}, c -> c.subject("test-backend\u0000").issuer("test-backend\u0000"));

    assertRefused(send(assertion), 400, "invalid_request");
  }

  @Test
  void oneWayToSayWhoOneIsIsEnoughAndMustBeWhole() {
    String assertion = "&client_assertion=" + BACKEND.assertion(tokenUrl());
    String type = "&client_assertion_type=" + SigningClient.encode(SigningClient.ASSERTION_TYPE);
    String form = "grant_type=client_credentials&scope=" + SCOPE;
    for (String body :
        new String[] {
          form + assertion,
          form + type,
          form + assertion + "&client_assertion_type=jwt",
          form
              + assertion
              + "&client_assertion_type="
              + SigningClient.encode("urn:ietf:params:oauth:client-assertion-type:saml2-bearer"),
          form + type + assertion + assertion,
          form + type + type + assertion,
          form + type + assertion + "&scope=system/*.cruds",
          form + type + assertion + "&grant_type=client_credentials",
          form + type + assertion + "&client_secret=",
        }) {
      assertRefused(form("/oauth2/token", body), 400, "invalid_request");
    }
    Answer both =
        form("/oauth2/token", form + type + assertion, "Authorization", "Basic dGVzdDp0ZXN0");
    assertRefused(both, 400, "invalid_request");
  }

  private SigningClient narrowClient() {
    SigningClient client = SigningClient.ec("narrow-" + UUID.randomUUID());
    register(client.registration("\"scope\": \"system/Patient.r system/Observation.rs\""));
    return client;
  }

  static Stream<Arguments> wrongScopes() {
    return Stream.of(
            "system/Patient.r\n",
            "\nsystem/Patient.r",
            "system/Patient.r\nsystem/*.cruds",
            "system/Patient.r\r\nsystem/*.cruds",
            "system/Patient.r\tsystem/*.cruds",
            "system/Patient.r\u0000",
            "system/Patient.r\u00a0system/*.cruds",
            "system/Patient.r\u2028system/*.cruds",
            "system/P\u0430tient.r",
            "system/Patient\u200b.r",
            "\u202esystem/Patient.r",
            "\uff53ystem/Patient.r",
            "system\u2215Patient.r",
            "system/Patient\uff0er",
            "system/Pat\u0131ent.r",
            "SYSTEM/Patient.r",
            "system/patient.r",
            "system/Patient.R",
            "system/Patient.rr",
            "system/Patient.sr",
            "system/Patient.",
            "system/Patient",
            "system/.r",
            "system//Patient.r",
            "/system/Patient.r",
            "system/../Patient.r",
            "system/Pat*.r",
            "system/**.r",
            "system/Patient.r?",
            "system/Patient.r#x",
            "system/Patient.r,system/*.cruds",
            "system/Patient.r;system/*.cruds",
            "system/Patient.r+system/*.cruds",
            "\"system/Patient.r\"",
            "system%2FPatient.r",
            "system/Patient.cud",
            "system/Patient.write",
            "system/Encounter.rs",
            "user/Patient.r",
            "patient/Patient.r",
            "openid",
            "scim",
            "*",
            "*/*.*",
            "' OR '1'='1")
        .map(scope -> Arguments.of(Named.of("'" + SigningClient.encode(scope) + "'", scope)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongScopes")
  void aScopeThatIsNotExactlyOneIsNone(String scope) {
    assertRefused(askForToken(narrowClient(), scope), 400, "invalid_scope");
  }

  static Stream<Arguments> widerScopes() {
    return Stream.of(
        Arguments.of("system/*.cruds", "system/Patient.r system/Observation.rs"),
        Arguments.of("system/*.r", "system/Patient.r system/Observation.r"),
        Arguments.of("system/Patient.cruds", "system/Patient.r"),
        Arguments.of("system/Patient.rs", "system/Patient.r"),
        Arguments.of("system/Patient.*", "system/Patient.r"),
        Arguments.of("system/Patient.r user/*.cruds patient/*.cruds", "system/Patient.r"),
        Arguments.of("system/Patient.r system/Patient.r", "system/Patient.r"),
        Arguments.of("  system/Patient.r  ", "system/Patient.r"),
        Arguments.of("system/Patient.r openid scim launch offline_access", "system/Patient.r"),
        Arguments.of("system/Patient.r system/*.cruds\n", "system/Patient.r"),
        Arguments.of("system/Patient.r system/P\u0430tient.cruds", "system/Patient.r"));
  }

  @ParameterizedTest
  @MethodSource("widerScopes")
  void aScopeThatIsWiderGivesWhatIsRegistered(String asked, String granted) throws Exception {
    Answer answer = askForToken(narrowClient(), asked);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("scope").asText().split(" "))
        .containsExactlyInAnyOrder(granted.split(" "));
    String inToken =
        SignedJWT.parse(answer.json().path("access_token").asText())
            .getJWTClaimsSet()
            .getStringClaim("scope");
    assertThat(inToken.split(" ")).containsExactlyInAnyOrder(granted.split(" "));
  }
}
