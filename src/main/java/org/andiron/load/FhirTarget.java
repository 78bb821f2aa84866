package org.andiron.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The server that is loaded: its base URL, how to speak to it, and the headers it wants. */
final class FhirTarget {

  private static final String FHIR_JSON = "application/fhir+json";
  private static final int UNAUTHORIZED = 401;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final URI base;
  private final List<Map.Entry<String, String>> headers;
  private final Optional<TokenSource.Tokens> tokens;
  private final HttpClient client;

  /** Whether the server wants a token, as it once said. */
  private volatile boolean tokenWanted;

  private FhirTarget(
      URI base, List<Map.Entry<String, String>> headers, Optional<TokenSource.Tokens> tokens) {
    this.base = base;
    this.headers = List.copyOf(headers);
    this.tokens = tokens;
    // A POST on a connection that the server has just closed for idleness fails in a way that looks
    // like a lost answer; Tomcat closes after 20 s, the client's own default is 20 minutes.
    if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
      System.setProperty("jdk.httpclient.keepalive.timeout", "5");
    }
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * A target at a FHIR base URL.
   *
   * @param tokens to send once the server has refused a request without; none if the headers tell
   *     who calls
   * @throws IllegalArgumentException when it is no absolute http or https URL
   */
  static FhirTarget of(
      String url, List<Map.Entry<String, String>> headers, Optional<TokenSource.Tokens> tokens) {
    try {
      URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      String scheme = uri.getScheme();
      boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getUserInfo() != null) {
        throw new IllegalArgumentException("--server must be an http or https URL");
      }
      return new FhirTarget(uri, headers, tokens);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("--server must be an http or https URL", e);
    }
  }

  String url() {
    return base.toString();
  }

  /** Asks the server for something below its base, such as {@code metadata}. */
  HttpResponse<InputStream> get(String path, Duration timeout)
      throws IOException, InterruptedException {
    return send(
        () ->
            request(URI.create(base + "/" + path), timeout)
                .header("Cache-Control", "no-cache")
                .GET());
  }

  /** Posts a Bundle to the base. */
  HttpResponse<InputStream> post(Shipment shipment, Duration timeout)
      throws IOException, InterruptedException {
    return send(
        () -> {
          HttpRequest.Builder request =
              request(base, timeout)
                  .header("Content-Type", FHIR_JSON)
                  .header("Prefer", "return=minimal")
                  .POST(shipment.body().get());
          return shipment.gzip() ? request.header("Content-Encoding", "gzip") : request;
        });
  }

  /** Sends a request; if the server does not know the caller, once more with a new token. */
  private HttpResponse<InputStream> send(Supplier<HttpRequest.Builder> request)
      throws IOException, InterruptedException {
    HttpRequest.Builder first = request.get();
    Optional<String> token =
        tokenWanted ? tokens.map(TokenSource.Tokens::current) : Optional.empty();
    token.ifPresent(it -> authorize(first, it));
    HttpResponse<InputStream> response = client.send(first.build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != UNAUTHORIZED || tokens.isEmpty()) {
      return response;
    }
    response.body().close();
    tokenWanted = true;
    HttpRequest.Builder second = request.get();
    authorize(second, token.map(tokens.get()::insteadOf).orElseGet(tokens.get()::current));
    return client.send(second.build(), BodyHandlers.ofInputStream());
  }

  private static void authorize(HttpRequest.Builder request, String token) {
    request.setHeader("Authorization", "Bearer " + token);
  }

  private HttpRequest.Builder request(URI uri, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("Accept", FHIR_JSON)
            .header("User-Agent", "andiron-load");
    headers.forEach(header -> request.header(header.getKey(), header.getValue()));
    return request;
  }
}
