package org.andiron.ops.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AdmissionPropertiesTest {

  @Test
  void defaults() {
    AdmissionProperties properties = bind(Map.of());

    AdmissionProperties.Limits none = new AdmissionProperties.Limits(null, 96, null);
    assertThat(properties)
        .isEqualTo(
            new AdmissionProperties(
                true, null, 32, 96, 0.75, Duration.ofSeconds(2), none, none, none, none, none));
  }

  @Test
  void limitsFollowFromPoolAndThreads() {
    AdmissionLimits limits = AdmissionLimits.of(bind(Map.of()), 20, 200);

    assertThat(limits.running()).isEqualTo(16);
    assertThat(limits.places()).isEqualTo(168);
    assertThat(limits.of(Work.READ))
        .isEqualTo(new AdmissionLimits.OfWork(8, 104, Duration.ofSeconds(10)));
    assertThat(limits.of(Work.SEARCH))
        .isEqualTo(new AdmissionLimits.OfWork(8, 104, Duration.ofSeconds(15)));
    assertThat(limits.of(Work.WRITE))
        .isEqualTo(new AdmissionLimits.OfWork(8, 104, Duration.ofSeconds(30)));
    assertThat(limits.of(Work.TRANSACTION))
        .isEqualTo(new AdmissionLimits.OfWork(8, 104, Duration.ofMinutes(2)));
    assertThat(limits.of(Work.HEAVY))
        .isEqualTo(new AdmissionLimits.OfWork(4, 100, Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @EnumSource(Work.class)
  void loaderWith64ConnectionsIsQueuedNotRefused(Work work) {
    AdmissionLimits limits = AdmissionLimits.of(bind(Map.of()), 20, 200);

    assertThat(limits.perCaller()).isGreaterThanOrEqualTo(64);
    assertThat(limits.perCaller(work)).isGreaterThanOrEqualTo(64);
    assertThat(limits.places()).isGreaterThan(limits.perCaller());
  }

  @Test
  void everyKey() {
    Map<String, String> settings = new HashMap<>();
    settings.put("andiron.admission.enabled", "false");
    settings.put("andiron.admission.running", "10");
    settings.put("andiron.admission.reserved-threads", "5");
    settings.put("andiron.admission.per-caller", "7");
    settings.put("andiron.admission.caller-share", "0.5");
    settings.put("andiron.admission.retry-after", "3s");
    for (Work work : Work.values()) {
      settings.put("andiron.admission." + work.code() + ".concurrent", "4");
      settings.put("andiron.admission." + work.code() + ".queue", "6");
      settings.put("andiron.admission." + work.code() + ".max-wait", "9s");
    }

    AdmissionProperties properties = bind(settings);

    assertThat(properties.enabled()).isFalse();
    assertThat(properties.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    AdmissionLimits limits = AdmissionLimits.of(properties, 20, 200);
    assertThat(limits.running()).isEqualTo(10);
    assertThat(limits.places()).isEqualTo(195);
    assertThat(limits.perCaller()).isEqualTo(7);
    for (Work work : Work.values()) {
      assertThat(limits.of(work))
          .isEqualTo(new AdmissionLimits.OfWork(4, 10, Duration.ofSeconds(9)));
      assertThat(limits.perCaller(work)).isEqualTo(5);
    }
  }

  @Test
  void oneLimitCanBeSetAlone() {
    AdmissionLimits limits =
        AdmissionLimits.of(bind(Map.of("andiron.admission.search.concurrent", "3")), 20, 200);

    assertThat(limits.of(Work.SEARCH))
        .isEqualTo(new AdmissionLimits.OfWork(3, 99, Duration.ofSeconds(15)));
  }

  @Test
  void classCannotRunMoreThanTheServer() {
    AdmissionLimits limits =
        AdmissionLimits.of(bind(Map.of("andiron.admission.search.concurrent", "300")), 20, 200);

    assertThat(limits.of(Work.SEARCH).concurrent()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "running, 0",
    "reserved-threads, 0",
    "per-caller, 0",
    "caller-share, 0",
    "caller-share, 1.1",
    "retry-after, 500ms",
    "search.concurrent, 0",
    "search.queue, -1",
    "search.max-wait, -1s",
  })
  void uselessValueIsRefused(String key, String value) {
    assertThatThrownBy(() -> bind(Map.of("andiron.admission." + key, value)))
        .isInstanceOf(BindException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void threadsMustLeaveRoomForRequests() {
    assertThatThrownBy(() -> AdmissionLimits.of(bind(Map.of()), 20, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "andiron.admission.reserved-threads (32) must be below server.tomcat.threads.max (32)");
  }

  static AdmissionProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.admission", AdmissionProperties.class);
  }
}
