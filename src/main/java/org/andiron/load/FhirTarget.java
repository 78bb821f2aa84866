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

/** The server that is loaded: its base URL, how to speak to it, and the headers it wants. */
final class FhirTarget {

  private static final String FHIR_JSON = "application/fhir+json";
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final URI base;
  private final List<Map.Entry<String, String>> headers;
  private final HttpClient client;

  private FhirTarget(URI base, List<Map.Entry<String, String>> headers) {
    this.base = base;
    this.headers = List.copyOf(headers);
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
   * @throws IllegalArgumentException when it is no absolute http or https URL
   */
  static FhirTarget of(String url, List<Map.Entry<String, String>> headers) {
    try {
      URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      String scheme = uri.getScheme();
      boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getUserInfo() != null) {
        throw new IllegalArgumentException("--server must be an http or https URL");
      }
      return new FhirTarget(uri, headers);
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
    HttpRequest request =
        request(URI.create(base + "/" + path), timeout)
            .header("Cache-Control", "no-cache")
            .GET()
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  /** Posts a Bundle to the base. */
  HttpResponse<InputStream> post(Shipment shipment, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(base, timeout)
            .header("Content-Type", FHIR_JSON)
            .header("Prefer", "return=minimal")
            .POST(shipment.body().get());
    if (shipment.gzip()) {
      request.header("Content-Encoding", "gzip");
    }
    return client.send(request.build(), BodyHandlers.ofInputStream());
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
