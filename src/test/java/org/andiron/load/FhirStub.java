package org.andiron.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A server in the process that stores what it is sent and fails when told to. */
final class FhirStub implements AutoCloseable {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final Map<String, JsonNode> resources = new LinkedHashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<JsonNode> bundles = new ArrayList<>();
  private final List<String> encodings = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final AtomicInteger nextId = new AtomicInteger(1);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private Predicate<JsonNode> refuses = resource -> false;
  private Predicate<JsonNode> unparsable = resource -> false;
  private Runnable onBundle = () -> {};
  private boolean checksReferences;
  private Predicate<String> takesToken = authorization -> true;

  /** What goes wrong with one request. */
  record Fault(int status, Map<String, String> headers, boolean storeFirst) {

    static Fault status(int status) {
      return new Fault(status, Map.of(), false);
    }

    /** The connection breaks, before or after the Bundle is stored. */
    static Fault dropped(boolean storeFirst) {
      return new Fault(0, Map.of(), storeFirst);
    }
  }

  FhirStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(pool);
    server.createContext("/fhir", this::handle);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/fhir";
  }

  synchronized FhirStub failNext(Fault... next) {
    faults.addAll(List.of(next));
    return this;
  }

  synchronized void refuse(Predicate<JsonNode> resource) {
    refuses = resource;
  }

  /** Resources that make the server refuse the whole Bundle they are in. */
  synchronized void cannotParse(Predicate<JsonNode> resource) {
    unparsable = resource;
  }

  /** Which Authorization headers the server takes; "null" stands for none. */
  synchronized void takeOnly(Predicate<String> authorization) {
    takesToken = authorization;
  }

  synchronized void checkReferences() {
    checksReferences = true;
  }

  /** What happens when a Bundle arrives, outside of any lock. */
  void onBundle(Runnable action) {
    onBundle = action;
  }

  synchronized void empty() {
    resources.clear();
  }

  synchronized long count(String type) {
    return resources.keySet().stream().filter(key -> key.startsWith(type + "/")).count();
  }

  synchronized List<JsonNode> bundles() {
    return List.copyOf(bundles);
  }

  synchronized List<String> encodings() {
    return List.copyOf(encodings);
  }

  synchronized List<String> tokens() {
    return List.copyOf(tokens);
  }

  int mostInFlight() {
    return mostInFlight.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!takes(exchange)) {
        reply(exchange, 401, outcome("who are you", null));
      } else if (exchange.getRequestMethod().equals("POST")) {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
          onBundle.run();
          post(exchange);
        } finally {
          inFlight.decrementAndGet();
        }
      } else {
        get(exchange);
      }
    }
  }

  private synchronized boolean takes(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().endsWith("/metadata")
        || takesToken.test(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
  }

  private synchronized void get(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/fhir".length());
    String query = exchange.getRequestURI().getRawQuery();
    if (path.equals("/metadata")) {
      reply(exchange, 200, "{\"resourceType\":\"CapabilityStatement\"}");
    } else if (query != null && query.startsWith("identifier=")) {
      String token =
          URLDecoder.decode(
              query.substring("identifier=".length(), query.indexOf('&')), StandardCharsets.UTF_8);
      long total =
          resources.values().stream()
              .filter(resource -> ("/" + resource.path("resourceType").asText()).equals(path))
              .filter(resource -> identifier(resource).equals(token))
              .count();
      reply(exchange, 200, "{\"resourceType\":\"Bundle\",\"total\":" + total + "}");
    } else {
      reply(exchange, resources.containsKey(path.substring(1)) ? 200 : 404, "{}");
    }
  }

  private static String identifier(JsonNode resource) {
    JsonNode first = resource.path("identifier").path(0);
    return first.path("system").asText() + "|" + first.path("value").asText();
  }

  private void post(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    synchronized (this) {
      String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
      encodings.add(String.valueOf(encoding));
      tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      InputStream in = new ByteArrayInputStream(body);
      JsonNode bundle = MAPPER.readTree(encoding == null ? in : new GZIPInputStream(in));
      Fault fault = faults.poll();
      if (fault != null) {
        if (fault.storeFirst()) {
          store(bundle);
        }
        if (fault.status() == 0) {
          exchange.close();
          return;
        }
        fault.headers().forEach(exchange.getResponseHeaders()::set);
        reply(exchange, fault.status(), outcome("fault", null));
        return;
      }
      bundles.add(bundle);
      int index = 0;
      for (JsonNode entry : bundle.path("entry")) {
        boolean all = bundle.path("type").asText().equals("transaction");
        if (unparsable.test(entry.path("resource"))) {
          reply(exchange, 400, outcome("cannot parse", null));
          return;
        }
        if (all && fails(entry, bundle)) {
          reply(exchange, 422, outcome("refused", "Bundle.entry[" + index + "]"));
          return;
        }
        index++;
      }
      reply(exchange, 200, store(bundle));
    }
  }

  private boolean fails(JsonNode entry, JsonNode bundle) {
    JsonNode resource = entry.path("resource");
    return refuses.test(resource) || (checksReferences && missesReference(resource, bundle));
  }

  private boolean missesReference(JsonNode resource, JsonNode bundle) {
    boolean together = bundle.path("type").asText().equals("transaction");
    for (JsonNode reference : resource.findValues("reference")) {
      String target = reference.asText();
      boolean present = resources.containsKey(target);
      for (JsonNode entry : bundle.path("entry")) {
        JsonNode other = entry.path("resource");
        present |=
            together
                && target.equals(
                    other.path("resourceType").asText() + "/" + other.path("id").asText());
      }
      if (!present) {
        return true;
      }
    }
    return false;
  }

  private String store(JsonNode bundle) {
    List<String> answers = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      if (fails(entry, bundle)) {
        answers.add(
            "{\"response\":{\"status\":\"422 No\",\"outcome\":" + outcome("refused", null) + "}}");
        continue;
      }
      ObjectNode resource = (ObjectNode) entry.path("resource");
      String type = resource.path("resourceType").asText();
      boolean put = entry.path("request").path("method").asText().equals("PUT");
      String id = put ? resource.path("id").asText() : "s" + nextId.getAndIncrement();
      resources.put(type + "/" + id, resource);
      answers.add(
          "{\"response\":{\"status\":\"201 Created\",\"location\":\""
              + type
              + "/"
              + id
              + "/_history/1\"}}");
    }
    String type = bundle.path("type").asText() + "-response";
    return "{\"resourceType\":\"Bundle\",\"type\":\""
        + type
        + "\",\"entry\":["
        + String.join(",", answers)
        + "]}";
  }

  private static String outcome(String text, @Nullable String at) {
    String place = at == null ? "" : ",\"expression\":[\"" + at + "\"]";
    return "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
        + "\"code\":\"processing\",\"diagnostics\":\""
        + text
        + "\""
        + place
        + "}]}";
  }

  private static void reply(HttpExchange exchange, int status, String body) {
    try {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }
}
