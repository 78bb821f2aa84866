package org.andiron.security.account.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.account.AccountException;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.web.HttpRequestHandler;

/**
 * {@code /admin/users}: accounts, for administrators and clients that may do everything. Refusals
 * are OperationOutcomes.
 */
final class UsersEndpoint implements HttpRequestHandler {

  static final String PATH = "/admin/users";

  private static final Pattern ROUTE =
      Pattern.compile(PATH + "(?:/([^/]+)(?:/(password|second-factors|unlock))?)?/?");

  private static final int LARGEST_BODY = 64 * 1024;

  private final UserAdministration users;

  UsersEndpoint(UserAdministration users) {
    this.users = users;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.isEmpty()) {
      response.setHeader("WWW-Authenticate", "Bearer");
      refuse(request, response, 401, "login", "An administrator's token is needed.");
    } else if (!caller.get().administrator()) {
      response.setHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
      refuse(request, response, 403, "forbidden", "Only administrators may do this.");
    } else {
      serve(request, response, caller.get().subject());
    }
  }

  private void serve(HttpServletRequest request, HttpServletResponse response, String by)
      throws IOException {
    Matcher route = ROUTE.matcher(request.getServletPath() + text(request.getPathInfo()));
    if (!route.matches()) {
      refuse(request, response, 404, "not-found", "There is nothing at this path.");
      return;
    }
    byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      refuse(request, response, 413, "too-long", "A request has at most 64 KB.");
      return;
    }
    try {
      if (!route(request, response, route, body, by)) {
        refuse(
            request,
            response,
            405,
            "not-supported",
            "The method is not one of those of this path.");
      }
    } catch (AccountException e) {
      refuse(request, response, e);
    }
  }

  /** Whether the path has the method. */
  private boolean route(
      HttpServletRequest request,
      HttpServletResponse response,
      Matcher route,
      byte[] body,
      String by)
      throws IOException {
    String name = route.group(1);
    String part = text(route.group(2));
    String call =
        request.getMethod() + (name == null ? "" : " one") + (part.isEmpty() ? "" : " " + part);
    switch (call) {
      case "GET" -> write(response, 200, users.list(request));
      case "POST" -> {
        ObjectNode made = users.create(body, by);
        response.setHeader("Location", PATH + "/" + made.path("username").asText());
        write(response, 201, made);
      }
      case "GET one" -> write(response, 200, users.get(text(name)));
      case "PATCH one" -> write(response, 200, users.change(text(name), body, by));
      case "PUT one" -> write(response, 200, users.replace(text(name), body, by));
      case "DELETE one" -> done(response, () -> users.delete(text(name), by));
      case "PUT one password" -> done(response, () -> users.setPassword(text(name), body, by));
      case "DELETE one second-factors" ->
          done(response, () -> users.removeSecondFactors(text(name), by));
      case "POST one unlock" -> done(response, () -> users.unlock(text(name), by));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void done(HttpServletResponse response, Runnable work) {
    work.run();
    response.setStatus(204);
  }

  private static void write(HttpServletResponse response, int status, ObjectNode json)
      throws IOException {
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, AccountException e)
      throws IOException {
    String message = String.valueOf(e.getMessage());
    switch (e.reason()) {
      case NOT_FOUND -> refuse(request, response, 404, "not-found", message);
      case NAME_TAKEN -> refuse(request, response, 409, "duplicate", message);
      case CHANGED_MEANWHILE -> refuse(request, response, 409, "conflict", message);
      case INVALID, WEAK_PASSWORD, NOT_PROVEN -> refuse(request, response, 400, "invalid", message);
    }
  }

  private static void refuse(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String code,
      String message)
      throws IOException {
    OperationOutcomeWriter.write(request, response, ErrorReport.of(status, code, message));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
