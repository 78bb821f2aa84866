package org.andiron.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** Calls of CDS services stand in line with searches, and are refused in words of their own. */
@Timeout(120)
class CdsAdmissionTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ServletWebServerApplicationContext context;
  private static OpsTestServer.Endpoint endpoint;

  @BeforeAll
  static void start() {
    context =
        OpsTestServer.start(
            "andiron.admission.search.concurrent=1",
            "andiron.admission.search.max-wait=10ms",
            "andiron.admission.per-caller=2",
            "andiron.admission.retry-after=7s");
    endpoint = context.getBean(OpsTestServer.Endpoint.class);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @Test
  void callsAreRefusedWithErrorAndTimeToRetry() throws Exception {
    CompletableFuture<HttpResponse<String>> call = send(call("hold-call"));
    CompletableFuture<HttpResponse<String>> read = null;
    try {
      endpoint.awaitArrival("hold-call");
      assertThat(running("search")).isEqualTo(1);
      assertRefused(call("consult"), 503, "transient", "waited for too long");
      assertThat(get("/fhir/Patient").statusCode()).isEqualTo(503);

      read = send(request("/fhir/Patient/hold-read"));
      endpoint.awaitArrival("hold-read");
      assertRefused(call("consult"), 429, "throttled", "as many requests");

      assertThat(get("/cds-services").statusCode()).isEqualTo(200);
      assertThat(get("/cds-services/consult").statusCode()).isEqualTo(200);
    } finally {
      endpoint.release("hold-call");
      endpoint.release("hold-read");
    }
    assertThat(call.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(read.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  private static void assertRefused(
      HttpRequest.Builder request, int status, String error, String word) throws Exception {
    HttpResponse<String> refused = send(request).get(30, TimeUnit.SECONDS);
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(refused.headers().firstValue("Content-Type"))
        .hasValue("application/json;charset=UTF-8");
    assertThat(refused.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(refused.headers().allValues("X-Request-Id")).hasSize(1);
    assertThat(refused.body())
        .startsWith("{\"error\":\"" + error + "\",\"errorMessage\":\"")
        .contains(word);
  }

  private static double running(String work) {
    return context
        .getBean(MeterRegistry.class)
        .get("andiron.admission.running")
        .tag("work", work)
        .gauge()
        .value();
  }

  private static HttpRequest.Builder call(String service) {
    return request("/cds-services/" + service).POST(HttpRequest.BodyPublishers.ofString("{}"));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + context.getWebServer().getPort() + path));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path)).get(30, TimeUnit.SECONDS);
  }

  private static CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
