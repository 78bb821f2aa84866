package org.andiron.security.issuer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.time.Clock;
import org.andiron.security.authserver.backend.JsonAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What the issuer says of itself. It is asked at the first need, so that this server starts without
 * it.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
final class IssuerMetadata {

  private static final JsonMapper JSON = new JsonMapper();

  private final String issuer;
  private final URI address;
  private final KeptCopy<JsonNode> copy;

  IssuerMetadata(URI issuer, @Nullable URI discovery, IssuerHttp http, Clock clock) {
    this.issuer = issuer.toString();
    this.address =
        discovery == null
            ? URI.create(this.issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration")
            : discovery;
    this.copy = new KeptCopy<>(() -> fetch(http), clock);
  }

  /** The issuer, as its tokens name it. */
  String issuer() {
    return issuer;
  }

  /** The document. */
  JsonNode document() throws IssuerUnavailableException {
    return copy.get(document -> true);
  }

  /** A URL that it names. */
  URI endpoint(String name) throws IssuerUnavailableException {
    String url = document().path(name).asText();
    try {
      if (!url.isEmpty()) {
        return URI.create(url);
      }
    } catch (IllegalArgumentException e) {
      // As if there were none.
    }
    throw new IssuerUnavailableException("The issuer of tokens names no " + name + ".");
  }

  private KeptCopy.Fetched<JsonNode> fetch(IssuerHttp http) throws IssuerUnavailableException {
    JsonAnswer answer = http.get(address);
    try {
      JsonNode document = JSON.readTree(answer.body());
      if (document.path("issuer").asText().equals(issuer)) {
        return new KeptCopy.Fetched<>(document, answer.lifetime());
      }
    } catch (JacksonException e) {
      // As if it were of another one.
    }
    throw new IssuerUnavailableException(
        "What is at the issuer of tokens does not describe that issuer; the operator has to look at"
            + " andiron.security.issuer.");
  }
}
