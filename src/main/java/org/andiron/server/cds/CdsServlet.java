package org.andiron.server.cds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.CdsRefusedException;
import org.andiron.server.CdsService;
import org.andiron.server.error.CdsErrorWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /cds-services} announces the services, {@code POST /cds-services/[id]} calls one, and
 * {@code POST /cds-services/[id]/feedback} tells it what became of its cards.
 *
 * @see <a href="https://cds-hooks.hl7.org/2.0/">CDS Hooks 2.0</a>
 */
final class CdsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CdsServlet.class);
  private static final String FEEDBACK = "/feedback";

  /** Numbers stay as they are sent: their digits say how exact they are. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final transient Supplier<Collection<? extends CdsService>> services;

  CdsServlet(Supplier<Collection<? extends CdsService>> services) {
    this.services = services;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (path(request).isEmpty()) {
      ObjectNode all = JSON.createObjectNode();
      var announced = all.putArray("services");
      byId().values().forEach(it -> announced.add(announcement(it.description())));
      write(response, all);
    } else if (byId().containsKey(id(request))) {
      response.setHeader("Allow", "POST");
      CdsErrorWriter.write(
          response,
          new CdsRefusedException(405, "method_not_allowed", "A service is called by POST."));
    } else {
      CdsErrorWriter.write(response, unknown());
    }
  }

  private static ObjectNode announcement(CdsService.Description description) {
    ObjectNode service = JSON.createObjectNode();
    service.put("id", description.id());
    service.put("hook", description.hook());
    service.put("title", description.title());
    service.put("description", description.description());
    ObjectNode prefetch = service.putObject("prefetch");
    description.prefetch().forEach(prefetch::put);
    if (!description.usageRequirements().isEmpty()) {
      service.put("usageRequirements", description.usageRequirements());
    }
    return service;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CdsService service = byId().get(id(request));
    try {
      if (service == null) {
        throw unknown();
      }
      CdsService.Answering answering = service.admit(request);
      if (path(request).endsWith(FEEDBACK)) {
        answering.take(body(request));
        write(response, JSON.createObjectNode());
      } else {
        write(response, answering.answer(call(service.description().hook(), request)));
      }
    } catch (CdsRefusedException e) {
      CdsErrorWriter.write(response, e);
    } catch (RuntimeException e) {
      LOG.error("A CDS service failed", e);
      CdsErrorWriter.write(
          response,
          new CdsRefusedException(500, "server_error", "The server failed to answer this call."));
    }
  }

  private static JsonNode call(String hook, HttpServletRequest request) throws IOException {
    JsonNode call = body(request);
    if (!call.path("hook").asText().equals(hook)) {
      throw CdsRefusedException.badRequest("hook must be " + hook + ".");
    }
    if (call.path("hookInstance").asText().isEmpty() || !call.path("context").isObject()) {
      throw CdsRefusedException.badRequest(
          "hookInstance must be a text and context an object: both are required.");
    }
    return call;
  }

  private static JsonNode body(HttpServletRequest request) throws IOException {
    try {
      return JSON.readTree(request.getInputStream());
    } catch (JsonProcessingException e) {
      throw CdsRefusedException.badRequest("The body is not JSON.");
    }
  }

  private Map<String, CdsService> byId() {
    Map<String, CdsService> byId = new TreeMap<>();
    services.get().forEach(it -> byId.put(it.description().id(), it));
    return byId;
  }

  private static String id(HttpServletRequest request) {
    String path = path(request);
    return path.endsWith(FEEDBACK) ? path.substring(0, path.length() - FEEDBACK.length()) : path;
  }

  private static String path(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path.substring(1);
  }

  private static CdsRefusedException unknown() {
    return new CdsRefusedException(
        404,
        "not_found",
        "There is no such service; GET " + CdsEndpoint.PATH + " lists those there are.");
  }

  private static void write(HttpServletResponse response, JsonNode body) throws IOException {
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
