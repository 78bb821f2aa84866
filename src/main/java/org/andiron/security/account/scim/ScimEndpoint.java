package org.andiron.security.account.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.scope.ContextScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.HttpRequestHandler;

/**
 * {@code /scim/v2}: for administrators, and for backend clients with scope {@code scim}. Answers,
 * refusals included, are SCIM's.
 */
final class ScimEndpoint implements HttpRequestHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ScimEndpoint.class);
  private static final String MEDIA_TYPE = "application/scim+json";
  private static final int LARGEST_BODY = 1024 * 1024;

  private final ScimServer server;
  private final Supplier<String> root;

  /**
   * @param root public root of the server, of which the URLs in answers are made
   */
  ScimEndpoint(ScimServer server, Supplier<String> root) {
    this.server = server;
    this.root = root;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.isEmpty()) {
      response.setHeader("WWW-Authenticate", "Bearer");
      refuse(response, 401, "A token is needed: of an administrator, or with scope scim.");
    } else if (!mayProvision(caller.get())) {
      response.setHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"scim\"");
      refuse(response, 403, "The token is neither an administrator's nor has it scope scim.");
    } else {
      serve(
          request, response, new ScimCaller(caller.get().subject(), caller.get().administrator()));
    }
  }

  private static boolean mayProvision(Caller caller) {
    return caller.administrator()
        || (caller.actsForItself() && caller.scopes().has(ContextScope.SCIM));
  }

  private void serve(HttpServletRequest request, HttpServletResponse response, ScimCaller caller)
      throws IOException {
    Optional<HttpMethod> method =
        Arrays.stream(HttpMethod.values())
            .filter(it -> it.name().equals(request.getMethod()))
            .findFirst();
    if (method.isEmpty()) {
      refuse(response, 405, "The method is not one of GET, POST, PUT, PATCH, DELETE.");
      return;
    }
    byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      refuse(response, 413, "A request has at most 1 MB.");
      return;
    }
    ScimResponse answer =
        server.handle(
            url(request),
            method.get(),
            body.length == 0 ? null : new String(body, StandardCharsets.UTF_8),
            headers(request),
            caller);
    if (answer.getHttpStatus() >= 500 && answer.getHttpStatus() != 501) {
      LOG.error("SCIM request failed: {}", answer);
      refuse(response, 500, "The server failed; its log says why.");
      return;
    }
    answer.getHttpHeaders().forEach(response::setHeader);
    write(response, answer.getHttpStatus(), answer.isEmpty() ? "" : answer.toString());
  }

  private String url(HttpServletRequest request) {
    String query = request.getQueryString();
    return root.get() + request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Collections.list(request.getHeaderNames())
        .forEach(name -> headers.put(name, request.getHeader(name)));
    headers.remove("Authorization");
    return headers;
  }

  private static void refuse(HttpServletResponse response, int status, String detail)
      throws IOException {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
    error.put("status", Integer.toString(status));
    error.put("detail", detail);
    write(response, status, error.toString());
  }

  private static void write(HttpServletResponse response, int status, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
