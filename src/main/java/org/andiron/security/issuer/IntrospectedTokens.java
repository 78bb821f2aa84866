package org.andiron.security.issuer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.andiron.security.authserver.backend.JsonAnswer;

/**
 * Tokens about which the issuer is asked, so that one that it has revoked is worth nothing; an
 * answer is used again for a short while. Only what the issuer calls active is kept.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662">Token introspection, RFC 7662</a>
 */
final class IntrospectedTokens implements TokenClaimsSource {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_ANSWERS = 10_000;

  private final ExternalProperties settings;
  private final IssuerMetadata metadata;
  private final IssuerHttp http;
  private final Clock clock;
  private final Map<String, Answer> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > MOST_ANSWERS;
        }
      };

  private record Answer(JWTClaimsSet claims, Instant until) {}

  IntrospectedTokens(
      ExternalProperties settings, IssuerMetadata metadata, IssuerHttp http, Clock clock) {
    this.settings = settings;
    this.metadata = metadata;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public JWTClaimsSet claims(String token)
      throws RefusedTokenException, IssuerUnavailableException {
    String digest = digest(token);
    Optional<JWTClaimsSet> known = known(digest);
    if (known.isPresent()) {
      return known.get();
    }
    Instant until = clock.instant().plus(settings.introspectionCache());
    JWTClaimsSet claims = ask(token);
    synchronized (answers) {
      answers.remove(digest);
      answers.put(digest, new Answer(claims, until));
    }
    return claims;
  }

  private Optional<JWTClaimsSet> known(String digest) {
    synchronized (answers) {
      Answer answer = answers.get(digest);
      return answer != null && clock.instant().isBefore(answer.until())
          ? Optional.of(answer.claims())
          : Optional.empty();
    }
  }

  private JWTClaimsSet ask(String token) throws RefusedTokenException, IssuerUnavailableException {
    URI endpoint = settings.introspectionUri();
    JsonAnswer answer =
        http.post(
            endpoint == null ? metadata.endpoint("introspection_endpoint") : endpoint,
            "token="
                + URLEncoder.encode(token, StandardCharsets.UTF_8)
                + "&token_type_hint=access_token",
            Objects.requireNonNull(settings.clientId()),
            Objects.requireNonNull(settings.clientSecret()));
    try {
      JsonNode told = JSON.readTree(answer.body());
      if (!told.path("active").isBoolean()) {
        throw new IssuerUnavailableException("The issuer does not say whether the token is good.");
      }
      if (!told.path("active").booleanValue()) {
        throw new RefusedTokenException("The issuer says that the token is not active.");
      }
      return JWTClaimsSet.parse(answer.body());
    } catch (JacksonException | ParseException e) {
      throw new IssuerUnavailableException("The answer of the issuer cannot be read.", e);
    }
  }

  private static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
