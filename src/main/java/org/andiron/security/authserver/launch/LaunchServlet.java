package org.andiron.security.authserver.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.andiron.security.AuthorizationEvent;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.KnownUser;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.launch.LaunchHandles.Launch;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.context.ApplicationEventPublisher;

/**
 * {@code POST /auth/launch}: an EHR, with a token of its own, says who is to use an app and where,
 * and gets the {@code launch} parameter to open the app with.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html#launch-app-ehr-launch">EHR
 *     launch</a>
 */
final class LaunchServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 64 * 1024;

  private final transient LaunchHandles handles;
  private final transient RegisteredClients clients;
  private final transient UserDirectory users;
  private final transient LaunchPlaces places;
  private final transient ApplicationEventPublisher events;

  LaunchServlet(
      LaunchHandles handles,
      RegisteredClients clients,
      UserDirectory users,
      LaunchPlaces places,
      ApplicationEventPublisher events) {
    this.handles = handles;
    this.clients = clients;
    this.users = users;
    this.places = places;
    this.events = events;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.isEmpty() || !mayLaunch(caller.get())) {
      refuse(
          request,
          response,
          403,
          "forbidden",
          "Only a client that is registered with andiron_create_launches may create launches, with"
              + " a token of its own.");
      return;
    }
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      refuse(request, response, 413, "too-long", "The body is too large.");
      return;
    }
    try {
      JsonNode json = JSON.readTree(body);
      Launch launch = LaunchRequest.read(json);
      KnownUser user =
          users
              .find(launch.user())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "user is not the name of an account that may sign in."));
      places.require(user, launch.context());
      String handle = handles.create(caller.get().client(), launch);
      events.publishEvent(
          new AuthorizationEvent.Launched(
              user.name(), Optional.ofNullable(launch.context().patient())));
      write(response, Map.of("launch", handle, "expires_in", LaunchHandles.LIFETIME.toSeconds()));
    } catch (JsonProcessingException e) {
      refuse(request, response, 400, "structure", "The body is not JSON.");
    } catch (IllegalArgumentException e) {
      refuse(request, response, 400, "value", String.valueOf(e.getMessage()));
    }
  }

  private boolean mayLaunch(Caller caller) {
    return caller.subject().equals(caller.client())
        && clients.find(caller.client()).map(ClientRegistration::createsLaunches).orElse(false);
  }

  private static void write(HttpServletResponse response, Map<String, Object> body)
      throws IOException {
    response.setStatus(201);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response
        .getOutputStream()
        .write(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String code,
      String reason)
      throws IOException {
    OperationOutcomeWriter.write(request, response, ErrorReport.of(status, code, reason));
  }
}
