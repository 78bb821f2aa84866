package org.andiron.security.authserver.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.http.Header;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * What another server answers with a small JSON document; redirects are not followed.
 *
 * @param body what it says
 * @param lifetime how long a copy of it may be used
 */
public record JsonAnswer(String body, Duration lifetime) {

  private static final int LARGEST = 256 * 1024;

  /**
   * Asks.
   *
   * @param http the one client that leaves this server
   * @throws IOException if there is no such answer, or it is too large
   */
  public static JsonAnswer to(HttpRequestBase request, CloseableHttpClient http)
      throws IOException {
    request.setHeader("Accept", "application/json");
    try (var response = http.execute(request)) {
      int status = response.getStatusLine().getStatusCode();
      if (status != 200 || response.getEntity() == null) {
        throw new IOException("the answer is " + status);
      }
      Header cacheControl = response.getFirstHeader("Cache-Control");
      return new JsonAnswer(
          body(response),
          CacheControl.lifetime(cacheControl == null ? null : cacheControl.getValue()));
    } finally {
      request.releaseConnection();
    }
  }

  private static String body(HttpResponse response) throws IOException {
    try (InputStream content = response.getEntity().getContent()) {
      byte[] bytes = content.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("the answer is larger than " + LARGEST + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
