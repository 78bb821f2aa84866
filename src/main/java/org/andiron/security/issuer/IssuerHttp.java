package org.andiron.security.issuer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.andiron.security.IssuerUrl;
import org.andiron.security.authserver.backend.CacheControl;
import org.apache.http.Header;
import org.apache.http.client.methods.CloseableHttpResponse;
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
  private static final int LARGEST = 256 * 1024;

  private final CloseableHttpClient http;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * An answer.
   *
   * @param lifetime how long a copy of it may be used
   */
  record Answer(String body, Duration lifetime) {}

  IssuerHttp(CloseableHttpClient http) {
    this.http = http;
  }

  Answer get(URI uri) throws IssuerUnavailableException {
    return send(new HttpGet(uri));
  }

  /** Posts a form as a client that has a secret (RFC 6749, section 2.3.1). */
  Answer post(URI uri, String form, String clientId, String secret)
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

  private Answer send(HttpRequestBase request) throws IssuerUnavailableException {
    if (!IssuerUrl.isTrustworthy(request.getURI())) {
      throw failed(request, new IOException("it is neither https nor on this machine"));
    }
    request.setHeader("Accept", "application/json");
    try (CloseableHttpResponse response = http.execute(request)) {
      int status = response.getStatusLine().getStatusCode();
      if (status != 200 || response.getEntity() == null) {
        throw new IOException("the answer is " + status);
      }
      Header cacheControl = response.getFirstHeader("Cache-Control");
      Answer answer =
          new Answer(
              body(response),
              CacheControl.lifetime(cacheControl == null ? null : cacheControl.getValue()));
      failing.set(false);
      return answer;
    } catch (IOException e) {
      throw failed(request, e);
    } finally {
      request.releaseConnection();
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

  private static String body(CloseableHttpResponse response) throws IOException {
    try (InputStream content = response.getEntity().getContent()) {
      byte[] bytes = content.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("the answer is larger than " + LARGEST + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
