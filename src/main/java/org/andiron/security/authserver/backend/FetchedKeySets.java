package org.andiron.security.authserver.backend;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import org.andiron.security.authserver.backend.ClientKeys.Fetched;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * Fetches key sets with the one HTTP client that leaves this server; redirects are not followed.
 */
final class FetchedKeySets implements ClientKeys.KeySetSource {

  private final CloseableHttpClient http;

  FetchedKeySets(CloseableHttpClient http) {
    this.http = http;
  }

  @Override
  public Fetched fetch(URI uri) throws IOException {
    JsonAnswer answer = JsonAnswer.to(new HttpGet(uri), http);
    try {
      return new Fetched(JWKSet.parse(answer.body()), answer.lifetime());
    } catch (ParseException e) {
      throw new IOException("the answer is not a JSON Web Key Set", e);
    }
  }
}
