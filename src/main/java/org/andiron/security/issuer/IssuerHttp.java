package org.andiron.security.issuer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.andiron.security.IssuerUrl;
import org.andiron.security.authserver.backend.JsonAnswer;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks to the issuer with the one HTTP client that leaves this server, which connects only where
 * {@code andiron.egress} allows; redirects are not followed.
 */
final class IssuerHttp {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerHttp.class);

  private final CloseableHttpClient http;
  private final AtomicBoolean failing = new AtomicBoolean();

  IssuerHttp(CloseableHttpClient http) {
    this.http = http;
  }

  JsonAnswer get(URI uri) throws IssuerUnavailableException {
    return send(new HttpGet(uri));
  }

  /** Posts a form as a client that has a secret (RFC 6749, section 2.3.1). */
  JsonAnswer post(URI uri, String form, String clientId, String secret)
      throws IssuerUnavailableException {
    HttpPost post = new HttpPost(uri);
    post.setHeader(
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (encoded(clientId) + ":" + encoded(secret)).getBytes(StandardCharsets.UTF_8)));
    post.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
    return send(post);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonAnswer send(HttpRequestBase request) throws IssuerUnavailableException {
    if (!IssuerUrl.isTrustworthy(request.getURI())) {
      throw failed(request, new IOException("it is neither https nor on this machine"));
    }
    try {
      JsonAnswer answer = JsonAnswer.to(request, http);
      failing.set(false);
      return answer;
    } catch (IOException e) {
      throw failed(request, e);
    }
  }

  /** Told once until it works again: each request could fail. */
  private IssuerUnavailableException failed(HttpRequestBase request, IOException e) {
    if (!failing.getAndSet(true)) {
      LOG.warn(
          "The issuer cannot be asked at {}: {}; callers with its tokens get 503 until it answers."
              + " A host with a private address must be in andiron.egress.allow.",
          request.getURI(),
          e.getMessage());
    }
    return new IssuerUnavailableException(
        "The issuer of tokens cannot be asked now; try again shortly.", e);
  }
}
