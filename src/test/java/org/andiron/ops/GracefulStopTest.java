package org.andiron.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;

@Timeout(120)
class GracefulStopTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void requestInProgressEndsWhileNewOnesAreSentAway() throws Exception {
    ServletWebServerApplicationContext context = OpsTestServer.start();
    String base = "http://localhost:" + context.getWebServer().getPort();
    OpsTestServer.Endpoint endpoint = context.getBean(OpsTestServer.Endpoint.class);
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    context.addApplicationListener(
        (ApplicationListener<AvailabilityChangeEvent<?>>)
            event -> events.add(String.valueOf(event.getState())));

    CompletableFuture<HttpResponse<String>> inProgress = getAsync(base + "/fhir/Patient/hold-1");
    endpoint.awaitArrival("hold-1");
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(context::close);
    await().until(() -> getAsync(base + "/fhir/Patient/1").get().statusCode() == 503);

    HttpResponse<String> late = getAsync(base + "/fhir/Patient/1").get(30, TimeUnit.SECONDS);
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(late.headers().firstValue("Connection")).hasValue("close");
    assertThat(late.body()).contains("OperationOutcome").contains("transient");
    assertThat(getAsync(base + "/actuator/health/readiness").get(30, TimeUnit.SECONDS).statusCode())
        .isEqualTo(503);
    assertThat(getAsync(base + "/actuator/health/liveness").get(30, TimeUnit.SECONDS).statusCode())
        .isEqualTo(200);
    assertThat(events).contains(ReadinessState.REFUSING_TRAFFIC.toString());
    assertThat(stopping).isNotDone();

    endpoint.release("hold-1");

    assertThat(inProgress.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    stopping.get(60, TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse<String>> getAsync(String url) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
