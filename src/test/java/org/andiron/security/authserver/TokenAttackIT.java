package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.security.authserver.GoodToken.Forgery;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No token opens the FHIR endpoint but one that this server signed, as it signed it. */
class TokenAttackIT extends SmartIT {

  private static final String SEARCH = "Patient?_count=1";

  private static Arguments attack(String name, Forgery forgery) {
    return Arguments.of(name, forgery);
  }

  private GoodToken good() throws ParseException {
    String token = token("system/Patient.rs");
    JWKSet keys = JWKSet.parse(http().get(rootUrl() + "/oauth2/jwks").body());
    String kid = SignedJWT.parse(token).getHeader().getKeyID();
    return new GoodToken(token, keys.getKeyByKeyId(kid).toRSAKey());
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate").orElse("")).startsWith("Bearer ");
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  private void assertRefused(Forgery forgery)
      throws JOSEException, GeneralSecurityException, ParseException {
    GoodToken good = good();
    Answer answer = http(forgery.of(good)).get(SEARCH);
    assertRefused(answer);
    assertThat(answer.header("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    assertThat(http(good.token()).get(SEARCH).status()).isEqualTo(200);
  }

  static Stream<Arguments> algorithms() {
    Stream<Arguments> unsigned =
        Stream.of("none", "None", "NONE", "nOnE")
            .map(
                it ->
                    attack(
                        "alg " + it + " without signature",
                        good -> good.under(good.headerWith("\"alg\":\"" + it + "\""), "")));
    Stream<Arguments> renamed =
        Stream.of(
                "\"none\"",
                "\"HS256\"",
                "\"RS384\"",
                "\"RS512\"",
                "\"PS256\"",
                "\"ES256\"",
                "\"EdDSA\"",
                "\"rs256\"",
                "\"RS256 \"",
                "\"\"",
                "null",
                "256",
                "[\"RS256\"]")
            .map(
                it ->
                    attack(
                        "alg " + it + " over the good signature",
                        good -> good.under(good.headerWith("\"alg\":" + it), good.signature())));
    Stream<Arguments> macs =
        Stream.of(
            attack("HS256 with the PEM", good -> good.mac("HS256", "HmacSHA256", good.pem())),
            attack("HS384 with the PEM", good -> good.mac("HS384", "HmacSHA384", good.pem())),
            attack("HS512 with the PEM", good -> good.mac("HS512", "HmacSHA512", good.pem())),
            attack("RS256 that is a MAC", good -> good.mac("RS256", "HmacSHA256", good.pem())),
            attack(
                "HS256 with the DER",
                good -> good.mac("HS256", "HmacSHA256", good.key().toRSAPublicKey().getEncoded())),
            attack(
                "HS256 with the JWK",
                good -> good.mac("HS256", "HmacSHA256", GoodToken.bytes(good.key().toString()))),
            attack(
                "HS256 with the modulus",
                good -> good.mac("HS256", "HmacSHA256", good.key().getModulus().decode())),
            attack(
                "HS256 with the key id",
                good -> good.mac("HS256", "HmacSHA256", GoodToken.bytes(good.key().getKeyID()))),
            attack(
                "HS256 with a guessed secret",
                good -> good.mac("HS256", "HmacSHA256", GoodToken.bytes("secret"))));
    return Stream.of(unsigned, renamed, macs).flatMap(it -> it);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("algorithms")
  void theTokenDoesNotChooseHowItIsChecked(String name, Forgery forgery) throws Exception {
    assertThat(name).isNotBlank();
    assertRefused(forgery);
  }

  static Stream<Arguments> keys() {
    Stream<Arguments> ids =
        Stream.of(
                "",
                " ",
                "../../../../../../dev/null",
                "/dev/null",
                "' OR '1'='1",
                "x' UNION SELECT 'AAAA'--",
                "$(id)",
                "https://evil.example.org/keys",
                "\u0000",
                "\u202e",
                "k".repeat(2000))
            .map(
                it ->
                    attack(
                        "kid "
                            + (it.length() > 40 ? "of 2000 characters" : SigningClient.encode(it)),
                        good ->
                            good.signedByAttacker(
                                good.builder(JWSAlgorithm.RS256).keyID(it).build())));
    Stream<Arguments> others =
        Stream.of(
            attack(
                "no kid", good -> good.signedByAttacker(good.builder(JWSAlgorithm.RS256).build())),
            attack(
                "kid of the attacker",
                good ->
                    good.signedByAttacker(
                        good.builder(JWSAlgorithm.RS256)
                            .keyID(GoodToken.ATTACKER.key().getKeyID())
                            .build())),
            attack(
                "kid of ours with PS256 of the attacker",
                good ->
                    good.signedByAttacker(
                        good.builder(JWSAlgorithm.PS256).keyID(good.key().getKeyID()).build())),
            attack(
                "kid of ours with RS512 of the attacker",
                good ->
                    good.signedByAttacker(
                        good.builder(JWSAlgorithm.RS512).keyID(good.key().getKeyID()).build())),
            attack(
                "key of the attacker in the header",
                good ->
                    good.signedByAttacker(
                        good.builder(JWSAlgorithm.RS256)
                            .keyID(good.key().getKeyID())
                            .jwk(GoodToken.ATTACKER.key().toPublicJWK())
                            .build())),
            attack(
                "keys of the attacker by jku",
                good ->
                    good.signedByAttacker(
                        good.builder(JWSAlgorithm.RS256)
                            .keyID(good.key().getKeyID())
                            .jwkURL(URI.create("https://evil.example.org/keys"))
                            .build())),
            attack(
                "certificate of the attacker by x5u",
                good ->
                    good.signedByAttacker(
                        good.builder(JWSAlgorithm.RS256)
                            .keyID(good.key().getKeyID())
                            .x509CertURL(URI.create("https://evil.example.org/cert"))
                            .build())));
    Stream<Arguments> members =
        Stream.of(
                "\"alg\":\"RS256\",\"kid\":7",
                "\"alg\":\"RS256\",\"kid\":[\"a\"]",
                "\"alg\":\"RS256\",\"crit\":[\"exp\"]",
                "\"alg\":\"RS256\",\"b64\":false,\"crit\":[\"b64\"]",
                "\"alg\":\"RS256\",\"x5c\":[\"MIIB\"]",
                "\"alg\":\"RS256\",\"typ\":\"JWT\"",
                "\"alg\":\"RS256\"")
            .map(
                it ->
                    attack(
                        "header {" + it + "} over the good signature",
                        good -> good.under("{" + it + "}", good.signature())));
    return Stream.of(ids, others, members).flatMap(it -> it);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void theTokenDoesNotChooseTheKey(String name, Forgery forgery) throws Exception {
    assertThat(name).isNotBlank();
    assertRefused(forgery);
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        attack("a later end", good -> good.saying("exp", 4102444800L)),
        attack("wider scopes", good -> good.saying("scope", "system/*.cruds")),
        attack("another subject", good -> good.saying("sub", "administrator")),
        attack("another client", good -> good.saying("client_id", "operator")),
        attack("another authorization", good -> good.saying("sid", "1")),
        attack("another token id", good -> good.saying("jti", "1")),
        attack("a role", good -> good.saying("andiron_roles", List.of("administrator"))),
        attack("a patient", good -> good.saying("patient", "1")),
        attack("another audience", good -> good.saying("aud", "https://evil.example.org/fhir")),
        attack("another issuer", good -> good.saying("iss", "https://evil.example.org")),
        attack("a text", good -> good.with("x")),
        attack("a list", good -> good.with("[]")),
        attack("null", good -> good.with("null")),
        attack("nothing", good -> good.with("")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void whatATokenSaysCannotBeChanged(String name, Forgery forgery) throws Exception {
    assertThat(name).isNotBlank();
    assertRefused(forgery);
  }

  private static String flipped(String signature, int index) {
    char other = signature.charAt(index) == 'A' ? 'B' : 'A';
    return signature.substring(0, index) + other + signature.substring(index + 1);
  }

  static Stream<Arguments> signatures() {
    return Stream.of(
            attack("its first character changed", good -> flipped(good.signature(), 0)),
            attack("a character changed", good -> flipped(good.signature(), 100)),
            attack("its half", good -> good.signature().substring(0, 171)),
            attack("twice", good -> good.signature() + good.signature()),
            attack("of zeros", good -> Base64URL.encode(new byte[256]).toString()),
            attack("one", good -> Base64URL.encode(new byte[] {1}).toString()),
            attack("the modulus", good -> good.key().getModulus().toString()),
            attack("the payload", GoodToken::payload),
            attack("and a fourth part", good -> good.signature() + ".x"),
            attack("and two more parts, as a JWE has", good -> good.signature() + ".x.y"))
        .map(
            it -> {
              Forgery signature = (Forgery) it.get()[1];
              return attack(
                  "signature: " + it.get()[0],
                  good -> good.header() + "." + good.payload() + "." + signature.of(good));
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signatures")
  void onlyTheSignatureOfThisTokenWillDo(String name, Forgery forgery) throws Exception {
    assertThat(name).isNotBlank();
    assertRefused(forgery);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        attack("two parts", good -> good.header() + "." + good.payload()),
        attack("the header alone", GoodToken::header),
        attack("dots", good -> ".."),
        attack("the signature alone", good -> ".." + good.signature()),
        attack("backwards", good -> good.signature() + "." + good.payload() + "." + good.header()),
        attack("two tokens", good -> good.token() + " " + good.token()),
        attack("two tokens with a comma", good -> good.token() + "," + good.token()),
        attack("a parameter", good -> good.token() + ";x=1"),
        attack("quoted", good -> "\"" + good.token() + "\""),
        attack("escaped dots", good -> good.token().replace(".", "%2E")),
        attack("the scheme twice", good -> "Bearer " + good.token()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void onlyOneWholeTokenIsOne(String name, Forgery forgery) throws Exception {
    assertThat(name).isNotBlank();
    assertRefused(forgery);
  }

  static Stream<Arguments> places() {
    return Stream.of(
        Arguments.of("scheme Basic", "Authorization", "Basic %s"),
        Arguments.of("scheme DPoP", "Authorization", "DPoP %s"),
        Arguments.of("scheme Token", "Authorization", "Token %s"),
        Arguments.of("scheme MAC", "Authorization", "MAC id=\"%s\""),
        Arguments.of("no scheme", "Authorization", "%s"),
        Arguments.of("a colon", "Authorization", "Bearer:%s"),
        Arguments.of("a parameter of the scheme", "Authorization", "Bearer token=%s"),
        Arguments.of("no token", "Authorization", "Bearer"),
        Arguments.of("a cookie", "Cookie", "access_token=%s"),
        Arguments.of("another header", "X-Authorization", "Bearer %s"),
        Arguments.of("a header of proxies", "X-Forwarded-Authorization", "Bearer %s"),
        Arguments.of("a header with a token", "X-Access-Token", "%s"),
        Arguments.of("a header with a user", "X-Forwarded-User", "administrator"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void aGoodTokenIsTakenFromOnePlaceOnly(String name, String header, String form) {
    String value = form.formatted(token("system/Patient.rs"));

    Answer answer = http().get(SEARCH, header, value);
    assertThat(name).isNotBlank();
    assertRefused(answer);
  }

  @Test
  void twoHeadersWithTokensAreOneTooMany() {
    String token = token("system/Patient.rs");

    assertRefused(http(token).get(SEARCH, "Authorization", "Bearer " + token));
    assertRefused(http(token).get(SEARCH, "Authorization", "Basic dGVzdDp0ZXN0"));
  }

  @Test
  void aTokenInAFormIsNone() {
    Answer answer =
        http()
            .post(
                "Patient/_search",
                "access_token=" + token("system/Patient.rs"),
                "Content-Type",
                "application/x-www-form-urlencoded");
    assertRefused(answer);
  }

  @Test
  void aTokenOfAMegabyteIsRefusedAndTheServerGoesOn() {
    String token = token("system/Patient.rs");
    try {
      assertThat(http(token + "x".repeat(1 << 20)).get(SEARCH).status()).isIn(400, 401, 431);
    } catch (UncheckedIOException e) {
      // The server may hang up before it has read all of it.
      assertThat(e).hasMessageNotContaining("timed out");
    }
    assertThat(http(token).get(SEARCH).status()).isEqualTo(200);
  }

  @Test
  void whatAHostIsCalledDoesNotBecomeTheIssuer() throws Exception {
    for (String[] headers :
        new String[][] {
          {"X-Forwarded-Host", "evil.example.org"},
          {"X-Forwarded-Server", "evil.example.org"},
          {"Forwarded", "host=evil.example.org;proto=https"},
        }) {
      String body =
          SigningClient.form(BACKEND.assertion(rootUrl() + "/oauth2/token"), "system/Patient.rs");
      Answer answer = form("/oauth2/token", body, headers);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      JWTClaimsSet claims =
          SignedJWT.parse(answer.json().path("access_token").asText()).getJWTClaimsSet();
      assertThat(claims.getIssuer()).isEqualTo(rootUrl());
      assertThat(claims.getAudience()).containsExactly(baseUrl());
    }
  }
}
