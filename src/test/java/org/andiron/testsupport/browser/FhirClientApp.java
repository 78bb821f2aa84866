package org.andiron.testsupport.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An app in the browser, written with the SMART client library: a page that starts it and one to
 * which it comes back. It is served from another origin than the FHIR server.
 *
 * @see <a href="https://docs.smarthealthit.org/client-js/">fhirclient</a>
 */
public final class FhirClientApp implements AutoCloseable {

  private static final NpmPackage LIBRARY = new NpmPackage("fhirclient", "2.6.3");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String START =
      """
      <!DOCTYPE html><html lang="en"><title>Start</title><body><script src="fhir-client.js"></script>
      <script>FHIR.oauth2.authorize(%s).catch(e => document.body.dataset.failure = e.message);</script>
      """;

  private static final String HOME =
      """
      <!DOCTYPE html><html lang="en"><title>App</title><body><script src="fhir-client.js"></script>
      <script>FHIR.oauth2.ready().then(
        client => { window.client = client; document.body.dataset.ready = "yes"; },
        e => document.body.dataset.failure = e.message);</script>
      """;

  private final HttpServer server;
  private volatile String options = "{}";

  public FhirClientApp() {
    String library = LIBRARY.file("build/fhir-client.js");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/fhir-client.js", it -> answer(it, "text/javascript", library));
    server.createContext("/start", it -> answer(it, "text/html", START.formatted(options)));
    server.createContext("/", it -> answer(it, "text/html", HOME));
    server.start();
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + ";charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Where it runs, with a slash at the end: its redirect URI. */
  public String home() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** With what {@code FHIR.oauth2.authorize} is called, beside the redirect URI. */
  public FhirClientApp options(Map<String, ?> chosen) {
    try {
      ObjectNode all = JSON.valueToTree(chosen);
      options = JSON.writeValueAsString(all.put("redirectUri", home()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    return this;
  }

  /** The page that starts it, with the parameters an EHR opens it with. */
  public String start(String query) {
    return home() + "start" + query;
  }

  /** What an expression of JavaScript with {@code client} comes to, once the app has its token. */
  public JsonNode ask(Browser browser, String expression) {
    browser.until(
        "an app that is ready",
        it -> it.executeScript("return document.body?.dataset.ready") != null);
    Object answer =
        browser
            .driver()
            .executeAsyncScript(
                "const done = arguments[arguments.length - 1];"
                    + "Promise.resolve().then(() => "
                    + expression
                    + ").then(it => done(JSON.stringify({value: it})), e =>"
                    + " done(JSON.stringify({status: e.statusCode ?? 0, message: e.message})))");
    try {
      return JSON.readTree(String.valueOf(answer));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Why the library says that it has no token. */
  public String failure(Browser browser) {
    return browser.until(
        "an app that failed",
        it -> (String) it.executeScript("return document.body?.dataset.failure"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
