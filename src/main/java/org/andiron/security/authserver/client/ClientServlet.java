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
import java.util.function.BooleanSupplier;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.ClientEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/**
 * {@code /admin/clients}: where administrators register apps and backend services, change and
 * remove them. Only administrators get this far.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-3">Client registration endpoint, RFC
 *     7591</a>
 */
final class ClientServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 256 * 1024;
  private static final String SECRET_OF = "/secret";

  private final transient RegisteredClients clients;
  private final transient ClientTable table;
  private final transient TransactionOperations transactions;
  private final transient ApplicationEventPublisher events;

  ClientServlet(
      RegisteredClients clients,
      ClientTable table,
      TransactionOperations transactions,
      ApplicationEventPublisher events) {
    this.clients = clients;
    this.table = table;
    this.transactions = transactions;
    this.events = events;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      serve(request, response);
    } catch (InvalidClientMetadataException e) {
      refuse(response, 400, String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      refuse(response, 400, "The body is not JSON.");
    }
  }

  private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
    String call = request.getMethod() + (path.isEmpty() ? "" : " one");
    switch (call) {
      case "GET" -> list(response);
      case "POST" -> add(request, response);
      case "GET one" -> read(response, path);
      case "PUT one" -> replace(request, response, path);
      case "DELETE one" -> delete(response, path);
      case "POST one" -> makeSecret(response, path);
      default -> refuse(response, 405, "The method is not one of those of this path.");
    }
  }

  private void list(HttpServletResponse response) throws IOException {
    ArrayNode all = JSON.createArrayNode();
    table.all().forEach(metadata -> all.add(shown(metadata)));
    write(response, 200, all);
  }

  private void read(HttpServletResponse response, String id) throws IOException {
    Optional<JsonNode> client = table.metadata(id);
    if (client.isPresent()) {
      write(response, 200, shown(client.get()));
    } else {
      notFound(response);
    }
  }

  private void add(HttpServletRequest request, HttpServletResponse response) throws IOException {
    NewClient client = NewClient.of(body(request));
    String id = client.registration().clientId();
    String by = CallerOfRequest.of(request).map(Caller::subject).orElse("");
    if (clients.isFixed(id)
        || !change(() -> table.insert(id, client.stored(), by), new ClientEvent.Registered(id))) {
      refuse(response, 409, "client_id: there is a client of that id.");
      return;
    }
    write(response, 201, shown(client));
  }

  private void replace(HttpServletRequest request, HttpServletResponse response, String id)
      throws IOException {
    Optional<JsonNode> present = changeable(response, id);
    if (present.isPresent()) {
      NewClient client = NewClient.inPlaceOf(present.get(), body(request));
      change(() -> table.update(id, client.stored()), new ClientEvent.Changed(id));
      write(response, 200, shown(client));
    }
  }

  private void makeSecret(HttpServletResponse response, String path) throws IOException {
    if (!path.endsWith(SECRET_OF)) {
      refuse(response, 405, "The method is not one of those of this path.");
      return;
    }
    String id = path.substring(0, path.length() - SECRET_OF.length());
    Optional<JsonNode> present = changeable(response, id);
    if (present.isPresent()) {
      NewClient client = NewClient.withNewSecret(present.get());
      change(() -> table.update(id, client.stored()), new ClientEvent.SecretRenewed(id));
      write(response, 200, shown(client));
    }
  }

  private void delete(HttpServletResponse response, String id) throws IOException {
    if (changeable(response, id).isPresent()) {
      change(() -> table.delete(id), new ClientEvent.Deleted(id));
      response.setStatus(204);
    }
  }

  /** Changes something and tells of it, or neither. */
  private boolean change(BooleanSupplier work, ClientEvent event) {
    return Boolean.TRUE.equals(
        transactions.execute(
            status -> {
              boolean changed = work.getAsBoolean();
              if (changed) {
                events.publishEvent(event);
              }
              return changed;
            }));
  }

  /** The metadata of a client that may be changed here; else the request is refused. */
  private Optional<JsonNode> changeable(HttpServletResponse response, String id)
      throws IOException {
    if (clients.isFixed(id)) {
      refuse(
          response,
          409,
          "client_id: the client is of fhir-config/clients; change or remove its file.");
      return Optional.empty();
    }
    Optional<JsonNode> client = table.metadata(id);
    if (client.isEmpty()) {
      notFound(response);
    }
    return client;
  }

  private static JsonNode body(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      throw new InvalidClientMetadataException("client metadata", "must have at most 256 KB");
    }
    return JSON.readTree(body);
  }

  private static JsonNode shown(JsonNode metadata) {
    ObjectNode client = metadata.deepCopy();
    client.remove(ClientMetadata.SECRET_DIGEST);
    return client;
  }

  /** With its secret if it is new: it is shown once. */
  private static JsonNode shown(NewClient client) {
    ObjectNode answer = (ObjectNode) shown(client.stored());
    client
        .secret()
        .ifPresent(
            secret -> {
              answer.put(ClientMetadata.SECRET, secret);
              answer.put("client_secret_expires_at", 0);
            });
    return answer;
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
