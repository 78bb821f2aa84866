package org.andiron.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class HealthAndMetricsIT extends AndironIT {

  @Autowired private MeterRegistry registry;

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness"})
  void healthTellsItsStatusAndNoDetails(String path) {
    FhirHttp.Answer answer = http().get(rootUrl() + path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("UP");
    assertThat(answer.body()).doesNotContain("details", "components");
  }

  @Test
  void readinessIsUpWithDatabaseAndMigrations() {
    FhirHttp.Answer answer = http().get(rootUrl() + "/actuator/health/readiness");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"env", "beans", "heapdump", "loggers", "configprops", "metrics", "shutdown"})
  void nothingElseOfTheActuatorIsServed(String endpoint) {
    assertThat(http().get(rootUrl() + "/actuator/" + endpoint).status()).isEqualTo(404);
  }

  @Test
  void infoTellsTheVersions() {
    FhirHttp.Answer answer = http().get(rootUrl() + "/actuator/info");

    assertThat(answer.json().at("/fhir/version").asText()).isEqualTo("4.0.1");
    assertThat(answer.json().at("/app/name").asText()).isEqualTo("Andiron");
  }

  @Test
  void failureCarriesTheRequestIdInHeaderAndOutcome() {
    FhirHttp.Answer answer = http().get("/Patient/nobody", "X-Request-Id", "ward-7.it");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.response().headers().allValues("X-Request-Id")).containsExactly("ward-7.it");
    assertThat(answer.json().path("id").asText()).isEqualTo("ward-7.it");
  }

  @Test
  void requestIsCountedByInteractionTypeAndStatus() {
    long before = count("vread", "MolecularSequence", "404");

    http().get("/MolecularSequence/nobody/_history/3");

    await().until(() -> count("vread", "MolecularSequence", "404") == before + 1);
  }

  @Test
  void operationIsCountedByNameOnlyIfTheServerHasIt() {
    long known = count("$meta", "MolecularSequence", "404");
    long unknown =
        registry.find("fhir.server.requests").tag("interaction", "$other").timers().stream()
            .mapToLong(Timer::count)
            .sum();

    http().get("/MolecularSequence/nobody/$meta");
    http().get("/MolecularSequence/nobody/$no-such-operation");

    await().until(() -> count("$meta", "MolecularSequence", "404") == known + 1);
    await()
        .until(
            () ->
                registry.find("fhir.server.requests").tag("interaction", "$other").timers().stream()
                        .mapToLong(Timer::count)
                        .sum()
                    > unknown);
    assertThat(
            registry.find("fhir.server.requests").tag("interaction", "$no-such-operation").timers())
        .isEmpty();
  }

  @Test
  void poolIsMeasured() {
    assertThat(registry.find("hikaricp.connections").gauge()).isNotNull();
  }

  private long count(String interaction, String type, String status) {
    Timer timer =
        registry
            .find("fhir.server.requests")
            .tags("interaction", interaction, "type", type, "status", status)
            .timer();
    return timer == null ? 0 : timer.count();
  }
}
