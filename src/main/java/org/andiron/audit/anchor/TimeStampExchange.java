package org.andiron.audit.anchor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.http.HttpEntity;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Asks a time stamp service over HTTP.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161#section-3.4">RFC 3161</a>
 */
final class TimeStampExchange {

  private static final ContentType QUERY = ContentType.create("application/timestamp-query");
  private static final int OK = 200;

  /** Tokens with their certificates have a few thousand. */
  private static final int MOST_BYTES = 1 << 16;

  private final CloseableHttpClient http;
  private final URI service;
  private volatile @Nullable HttpPost sending;

  /**
   * @param http the client that leaves this server
   */
  TimeStampExchange(CloseableHttpClient http, URI service) {
    this.http = http;
    this.service = service;
  }

  byte[] send(byte[] request) throws IOException {
    HttpPost post = new HttpPost(service);
    post.setEntity(new ByteArrayEntity(request, QUERY));
    sending = post;
    try (CloseableHttpResponse response = http.execute(post)) {
      int status = response.getStatusLine().getStatusCode();
      HttpEntity entity = response.getEntity();
      if (status != OK || entity == null) {
        throw new IOException("the time stamp service answered " + status);
      }
      InputStream body = entity.getContent();
      byte[] answer = body.readNBytes(MOST_BYTES);
      if (answer.length == MOST_BYTES) {
        throw new IOException("the answer of the time stamp service is too long");
      }
      return answer;
    } finally {
      sending = null;
    }
  }

  void abort() {
    HttpPost post = sending;
    if (post != null) {
      post.abort();
    }
  }
}
