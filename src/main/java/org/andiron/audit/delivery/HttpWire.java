package org.andiron.audit.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpStatus;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/** One request for each sending, answered with 2xx once its messages are received. */
final class HttpWire implements Wire {

  private static final int LEAST_SUCCESS = 200;
  private static final int LEAST_BEYOND = 300;

  private final CloseableHttpClient http;
  private final Endpoint endpoint;
  private final ContentType type;
  private final @Nullable String authorization;
  private volatile @Nullable HttpPost sending;
  private volatile boolean closed;

  /**
   * @param http the client that leaves this server
   * @param authorization value of that header
   */
  HttpWire(
      CloseableHttpClient http,
      Endpoint endpoint,
      ContentType type,
      @Nullable String authorization) {
    this.http = http;
    this.endpoint = endpoint;
    this.type = type;
    this.authorization = authorization;
  }

  @Override
  public void send(List<byte[]> messages) throws IOException {
    HttpPost post = new HttpPost(endpoint.uri());
    post.setEntity(new ByteArrayEntity(lines(messages), type));
    if (authorization != null) {
      post.setHeader(HttpHeaders.AUTHORIZATION, authorization);
    }
    sending = post;
    if (closed) {
      throw new IOException("the server stops");
    }
    // What the answer says besides is not read: it could be endless.
    try (CloseableHttpResponse response = http.execute(post)) {
      int status = response.getStatusLine().getStatusCode();
      if (status == HttpStatus.SC_REQUEST_TOO_LONG) {
        throw new PayloadTooLargeException("it answered " + status);
      }
      if (status < LEAST_SUCCESS || status >= LEAST_BEYOND) {
        throw new IOException("it answered " + status);
      }
    } finally {
      sending = null;
    }
  }

  private static byte[] lines(List<byte[]> messages) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      Framing.LINES.write(message, body);
    }
    return body.toByteArray();
  }

  @Override
  public void close() {
    closed = true;
    HttpPost post = sending;
    if (post != null) {
      post.abort();
    }
  }
}
