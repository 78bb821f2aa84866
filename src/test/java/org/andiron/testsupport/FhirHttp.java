package org.andiron.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A small plain HTTP client for tests: what a stranger with curl would send. Paths are relative to
 * the base URL unless they begin with {@code http}; headers are given as name, value, name, value.
 */
public final class FhirHttp {

  public static final String JSON = "application/fhir+json";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String baseUrl;
  private final String[] always;

  /**
   * @param always headers of every request, as name, value, name, value
   */
  public FhirHttp(String baseUrl, String... always) {
    this.baseUrl = baseUrl;
    this.always = always.clone();
  }

  /** An answer with its body read as text. */
  public record Answer(int status, HttpResponse<byte[]> response) {

    public String body() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      try {
        return MAPPER.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException("Not JSON: " + body(), e);
      }
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** Logical id in the Location header of a create, or in the body. */
    public String id() {
      return header("Location")
          .map(location -> location.replaceAll("/_history/.*", "").replaceAll(".*/", ""))
          .orElseGet(() -> json().path("id").asText());
    }

    /** Diagnostics of all issues of an OperationOutcome, joined by a line break. */
    public String diagnostics() {
      StringBuilder all = new StringBuilder();
      for (JsonNode issue : json().path("issue")) {
        all.append(issue.path("diagnostics").asText()).append('\n');
      }
      return all.toString();
    }

    /** URL of the next page of a Bundle; empty on the last one. */
    public Optional<String> next() {
      for (JsonNode link : json().path("link")) {
        if (link.path("relation").asText().equals("next")) {
          return Optional.of(link.path("url").asText());
        }
      }
      return Optional.empty();
    }

    /** The number of entries of a Bundle. */
    public int entries() {
      return json().path("entry").size();
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  /** The answer with a Bundle and those with its further pages, until one has no next link. */
  public List<Answer> pages(String path, String... headers) {
    List<Answer> pages = new ArrayList<>();
    for (Optional<String> next = Optional.of(path); next.isPresent(); ) {
      Answer page = get(next.get(), headers);
      pages.add(page);
      next = page.next();
    }
    return pages;
  }

  public Answer post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  public Answer put(String path, String body, String... headers) {
    return send("PUT", path, body, headers);
  }

  public Answer patch(String path, String body, String... headers) {
    return send("PATCH", path, body, headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  /** Sends a request; a body without a Content-Type header goes as FHIR JSON. */
  public Answer send(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : baseUrl + path(path)))
            .timeout(Duration.ofSeconds(120))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < always.length; i += 2) {
      request.header(always[i], always[i + 1]);
    }
    boolean typed = false;
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
      typed |= headers[i].equalsIgnoreCase("Content-Type");
    }
    if (body != null && !typed) {
      request.header("Content-Type", JSON);
    }
    try {
      HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String path(String path) {
    return path.isEmpty() || path.startsWith("/") || path.startsWith("?") ? path : "/" + path;
  }
}
