package org.andiron.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class OpsServerTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ServletWebServerApplicationContext context;
  private static OpsTestServer.Endpoint endpoint;

  @BeforeAll
  static void start() {
    context =
        OpsTestServer.start(
            "andiron.admission.search.concurrent=1",
            "andiron.admission.search.queue=1",
            "andiron.admission.search.max-wait=30s",
            "andiron.admission.caller-share=1",
            "andiron.logging.access=true");
    endpoint = context.getBean(OpsTestServer.Endpoint.class);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @Nested
  class RequestIds {

    @Test
    void callersIdComesBackOnceAndIsLogged() throws Exception {
      HttpResponse<String> response =
          CLIENT.send(
              request("/fhir/Patient/1").header("X-Request-Id", "ward-7").build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(response.headers().allValues("X-Request-Id")).containsExactly("ward-7");
      assertThat(response.body()).isEqualTo("logged as ward-7");
    }

    @Test
    void everyOtherPathHasOneToo() throws Exception {
      assertThat(get("/actuator/health").headers().allValues("X-Request-Id")).hasSize(1);
      assertThat(get("/nowhere").headers().allValues("X-Request-Id")).hasSize(1);
    }

    @Test
    void failureKeepsTheId() throws Exception {
      HttpResponse<String> response = get("/fhir/Patient/fail");

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.headers().allValues("X-Request-Id")).hasSize(1);
    }

    @Test
    void addressTheWebServerRefusesHasOneToo() throws Exception {
      assertThat(raw("GET /fhir/../../etc HTTP/1.1"))
          .startsWith("HTTP/1.1 400")
          .containsPattern("X-Request-Id: [0-9a-f]{24}");
    }
  }

  @Nested
  class Metrics {

    @Test
    void readIsCountedByInteractionTypeAndStatus() throws Exception {
      long before = count("read", "Observation", "200");

      get("/fhir/Observation/secret-id?name=secret");

      await().until(() -> count("read", "Observation", "200") == before + 1);
      for (Meter meter : registry().getMeters()) {
        assertThat(meter.getId().toString()).doesNotContain("secret");
      }
    }

    @Test
    void failureIsCounted() throws Exception {
      long before = count("read", "Device", "500");

      get("/fhir/Device/fail");

      await().until(() -> count("read", "Device", "500") == before + 1);
    }

    @Test
    void requestThatNeverReachesTheEndpointIsCounted() throws Exception {
      long before = count("other", "other", "400");

      assertThat(raw("GET /fhir/Patient?name=\u0001 HTTP/1.1")).startsWith("HTTP/1.1 400");

      await().until(() -> count("other", "other", "400") == before + 1);
    }

    @Test
    void nothingIsCountedTwice() throws Exception {
      get("/fhir/Patient/1");
      get("/actuator/health");

      await().until(() -> registry().find("http.server.requests").timers().size() > 0);
      // The endpoint is no part of Spring MVC, which would not know what to call its addresses.
      assertThat(registry().find("http.server.requests").timers())
          .extracting(timer -> timer.getId().getTag("uri"))
          .doesNotContain("UNKNOWN")
          .noneMatch(uri -> uri != null && uri.startsWith("/fhir"));
    }

    @Test
    void prometheusHasLatencyBuckets() throws Exception {
      get("/fhir/Patient/1");
      await().until(() -> count("read", "Patient", "200") > 0);

      assertThat(get("/actuator/prometheus").body())
          .contains(
              "fhir_server_requests_seconds_bucket{interaction=\"read\",status=\"200\",type=\"Patient\",le=\"0.25\"}")
          .contains("andiron_admission_running{work=\"search\"}")
          .contains("jvm_memory_used_bytes");
    }

    @Test
    void accessLogSaysNothingOfWhomOrWhat(CapturedOutput output) throws Exception {
      CLIENT.send(
          request("/fhir/Encounter/secret-id?name=secret")
              .header("X-Request-Id", "access-1")
              .build(),
          HttpResponse.BodyHandlers.ofString());

      await().until(() -> output.getOut().contains("GET read Encounter 200 "));
      assertThat(output.getOut()).doesNotContain("secret");
    }
  }

  @Nested
  class AdmissionControl {

    @Test
    void searchBeyondTheQueueIsRefusedAndReadsAndHealthAreNot() throws Exception {
      CompletableFuture<HttpResponse<String>> running = getAsync("/fhir/Patient/1/hold-1");
      CompletableFuture<HttpResponse<String>> waiting = null;
      try {
        // A compartment search of an unknown type: still a search.
        endpoint.awaitArrival("hold-1");
        waiting = getAsync("/fhir/Patient");
        await().until(() -> gauge("andiron.admission.waiting", "search") == 1);

        HttpResponse<String> refused = get("/fhir/Patient");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(refused.body())
            .contains("\"resourceType\":\"OperationOutcome\"")
            .contains("\"code\":\"throttled\"")
            .contains(refused.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(get("/fhir/Patient/1").statusCode()).isEqualTo(200);
        assertThat(get("/fhir/metadata").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(waiting).isNotDone();
      } finally {
        endpoint.release("hold-1");
      }
      assertThat(running.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(waiting.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void asynchronousRequestKeepsItsPlaceUntilItCompletes() throws Exception {
      await().until(() -> gauge("andiron.admission.running", "read") == 0);
      CompletableFuture<HttpResponse<String>> held = getAsync("/fhir/Patient/async-hold-3");
      endpoint.awaitArrival("async-hold-3");
      assertThat(gauge("andiron.admission.running", "read")).isEqualTo(1);
      endpoint.release("async-hold-3");

      HttpResponse<String> response = held.get(30, TimeUnit.SECONDS);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body())
          .isEqualTo("logged as " + response.headers().firstValue("X-Request-Id").orElseThrow());
      await().until(() -> gauge("andiron.admission.running", "read") == 0);
    }
  }

  private static long count(String interaction, String type, String status) {
    Timer timer =
        Search.in(registry())
            .name("fhir.server.requests")
            .tags("interaction", interaction, "type", type, "status", status)
            .timer();
    return timer == null ? 0 : timer.count();
  }

  private static double gauge(String name, String work) {
    return registry().get(name).tag("work", work).gauge().value();
  }

  private static MeterRegistry registry() {
    return context.getBean(MeterRegistry.class);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + context.getWebServer().getPort() + path));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static CompletableFuture<HttpResponse<String>> getAsync(String path) {
    return CLIENT.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String raw(String requestLine) throws IOException {
    try (Socket socket = new Socket("localhost", context.getWebServer().getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              (requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
