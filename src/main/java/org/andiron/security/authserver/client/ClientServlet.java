package org.andiron.security.authserver.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;

/**
 * {@code /admin/clients}: where administrators register apps and backend services and remove them.
 * Only administrators get this far.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-3">Client registration endpoint, RFC
 *     7591</a>
 */
final class ClientServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 256 * 1024;

  private final transient RegisteredClients clients;
  private final transient ClientTable table;

  ClientServlet(RegisteredClients clients, ClientTable table) {
    this.clients = clients;
    this.table = table;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<String> id = id(request);
    ArrayNode all = JSON.createArrayNode();
    for (JsonNode metadata : table.all()) {
      if (metadata instanceof ObjectNode client) {
        client.remove(ClientMetadata.SECRET_DIGEST);
        if (id.isEmpty()) {
          all.add(client);
        } else if (client.path(ClientMetadata.CLIENT_ID).asText().equals(id.get())) {
          write(response, 200, client);
          return;
        }
      }
    }
    if (id.isEmpty()) {
      write(response, 200, all);
    } else {
      notFound(response);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length > LARGEST || id(request).isPresent()) {
      refuse(response, 400, "The body is too large, or the path has an id.");
      return;
    }
    try {
      NewClient client = NewClient.of(JSON.readTree(body));
      String id = client.registration().clientId();
      String by = CallerOfRequest.of(request).map(Caller::subject).orElse("");
      if (clients.isFixed(id) || !table.insert(id, client.stored(), by)) {
        refuse(response, 409, "client_id: there is a client of that id.");
        return;
      }
      ObjectNode answer = client.stored().deepCopy();
      answer.remove(ClientMetadata.SECRET_DIGEST);
      client
          .secret()
          .ifPresent(
              secret -> {
                answer.put(ClientMetadata.SECRET, secret);
                answer.put("client_secret_expires_at", 0);
              });
      write(response, 201, answer);
    } catch (InvalidClientMetadataException e) {
      refuse(response, 400, String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      refuse(response, 400, "The body is not JSON.");
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<String> id = id(request);
    if (id.filter(clients::isFixed).isPresent()) {
      refuse(response, 409, "client_id: the client is of fhir-config/clients; remove its file.");
    } else if (id.isPresent() && table.delete(id.get())) {
      response.setStatus(204);
    } else {
      notFound(response);
    }
  }

  private static Optional<String> id(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null || path.equals("/") ? Optional.empty() : Optional.of(path.substring(1));
  }

  private static void notFound(HttpServletResponse response) throws IOException {
    refuse(response, 404, "client_id: no administrator registered a client of that id.");
  }

  private static void refuse(HttpServletResponse response, int status, String reason)
      throws IOException {
    ObjectNode error = JSON.createObjectNode();
    error.put("error", "invalid_client_metadata");
    error.put("error_description", reason);
    write(response, status, error);
  }

  private static void write(HttpServletResponse response, int status, JsonNode body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
