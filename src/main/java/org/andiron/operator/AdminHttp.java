package org.andiron.operator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The endpoints for administrators of a server. */
final class AdminHttp {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final ServerAddress server;
  private final Supplier<String> token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  AdminHttp(ServerAddress server, Supplier<String> token) {
    this.server = server;
    this.token = token;
  }

  /** A name as a segment of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Sends a request to an endpoint beside that of FHIR.
   *
   * @return the JSON of the answer; missing if it has none
   * @throws OperatorException if the server refuses; its reason is the message
   */
  JsonNode send(String method, String path, @Nullable JsonNode body) {
    return send(method, server.beside(path), body);
  }

  /**
   * Sends a request to the endpoint of FHIR.
   *
   * @param path below it
   * @return the JSON of the answer
   * @throws OperatorException if the server refuses; its reason is the message
   */
  JsonNode fhir(String method, String path, @Nullable JsonNode body) {
    return send(method, server.fhir(path), body);
  }

  private JsonNode send(String method, URI target, @Nullable JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token.get())
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode answer = json(response.body());
      if (response.statusCode() >= 300) {
        throw new OperatorException(reason(response.statusCode(), answer));
      }
      return answer;
    } catch (IOException e) {
      throw new OperatorException("no server answers at " + server.base(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return body.isBlank() ? JSON.missingNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  /** An OperationOutcome, or an error as OAuth has them. */
  private static String reason(int status, JsonNode answer) {
    String diagnostics = answer.path("issue").path(0).path("diagnostics").asText();
    String description = answer.path("error_description").asText(answer.path("error").asText());
    String told = diagnostics.isEmpty() ? description : diagnostics;
    return "the server refuses (" + status + ")" + (told.isEmpty() ? "" : ": " + told);
  }
}
