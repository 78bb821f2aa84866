package org.andiron.security.authserver.backend;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.andiron.security.authserver.backend.ClientKeys.Fetched;
import org.apache.http.Header;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * Fetches key sets with the one HTTP client that leaves this server; redirects are not followed.
 */
final class FetchedKeySets implements ClientKeys.KeySetSource {

  private static final int LARGEST = 256 * 1024;

  private final CloseableHttpClient http;

  FetchedKeySets(CloseableHttpClient http) {
    this.http = http;
  }

  @Override
  public Fetched fetch(URI uri) throws IOException {
    HttpGet get = new HttpGet(uri);
    get.setHeader("Accept", "application/json");
    try (CloseableHttpResponse response = http.execute(get)) {
      int status = response.getStatusLine().getStatusCode();
      if (status != 200 || response.getEntity() == null) {
        throw new IOException("the answer is " + status);
      }
      Header cacheControl = response.getFirstHeader("Cache-Control");
      return new Fetched(
          JWKSet.parse(body(response)),
          CacheControl.lifetime(cacheControl == null ? null : cacheControl.getValue()));
    } catch (ParseException e) {
      throw new IOException("the answer is not a JSON Web Key Set", e);
    } finally {
      get.releaseConnection();
    }
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
