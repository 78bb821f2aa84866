package org.andiron.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens about which the issuer is asked over HTTP. */
class IntrospectedTokensTest {

  private final StubIssuer issuer = new StubIssuer();
  private final SettableClock clock = new SettableClock();
  private final CloseableHttpClient client = HttpClients.createDefault();

  private IntrospectedTokens tokens(String cache) {
    IssuerHttp http = new IssuerHttp(client);
    return new IntrospectedTokens(
        ExternalSettings.of(
            "validation=introspection",
            "client-id=andiron",
            "client-secret=s:1",
            "introspection-cache=" + cache),
        new IssuerMetadata(issuer.uri(), null, http, clock),
        http,
        clock);
  }

  @AfterEach
  void close() throws Exception {
    issuer.close();
    client.close();
  }

  @Test
  void theIssuerIsAskedAsAClientWithASecret() throws Exception {
    issuer.introspection = "{\"active\": true, \"sub\": \"u1\", \"aud\": \"a\"}";
    assertThat(tokens("10s").claims("opaque+token").getSubject()).isEqualTo("u1");
    assertThat(issuer.introspections)
        .containsExactly(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("andiron:s%3A1".getBytes(StandardCharsets.UTF_8))
                + " token=opaque%2Btoken&token_type_hint=access_token");
  }

  @Test
  void anAnswerIsUsedAgainForAShortWhile() throws Exception {
    IntrospectedTokens tokens = tokens("10s");
    issuer.introspection = "{\"active\": true, \"sub\": \"u1\"}";
    tokens.claims("t");
    issuer.introspection = "{\"active\": false}";
    clock.move(Duration.ofSeconds(9));
    assertThat(tokens.claims("t").getSubject()).isEqualTo("u1");
    assertThatThrownBy(() -> tokens.claims("another")).isInstanceOf(RefusedTokenException.class);
    clock.move(Duration.ofSeconds(2));
    assertThatThrownBy(() -> tokens.claims("t")).isInstanceOf(RefusedTokenException.class);
  }

  @Test
  void withoutCacheARevocationCountsAtOnce() throws Exception {
    IntrospectedTokens tokens = tokens("0s");
    issuer.introspection = "{\"active\": true, \"sub\": \"u1\"}";
    tokens.claims("t");
    issuer.introspection = "{\"active\": false}";
    assertThatThrownBy(() -> tokens.claims("t")).isInstanceOf(RefusedTokenException.class);
  }

  @Test
  void whatIsNoAnswerIsNoYes() {
    IntrospectedTokens tokens = tokens("10s");
    for (String answer : new String[] {"{}", "{\"active\": \"true\"}", "[]", "<html>"}) {
      issuer.introspection = answer;
      assertThatThrownBy(() -> tokens.claims("t"))
          .as(answer)
          .isInstanceOf(IssuerUnavailableException.class);
    }
    issuer.introspection = "{\"active\": true, \"sub\": \"u1\"}";
    issuer.status = 401;
    assertThatThrownBy(() -> tokens.claims("t")).isInstanceOf(IssuerUnavailableException.class);
  }
}
