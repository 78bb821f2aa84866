package org.andiron.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import javax.sql.DataSource;
import org.andiron.audit.delivery.ScheduledDeliveries;
import org.andiron.audit.delivery.TestWires;
import org.andiron.audit.delivery.Wires;
import org.andiron.startup.StartupRefusedException;
import org.andiron.storage.migration.DatabaseMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SiemConfigurationTest {

  private static ApplicationContextRunner server(String... settings) {
    return new ApplicationContextRunner()
        .withBean(DataSource.class, () -> mock())
        .withBean(DatabaseMigration.class, () -> mock())
        .withBean(Wires.class, () -> TestWires.allowing("127.0.0.1"))
        .withUserConfiguration(SiemConfiguration.class)
        .withPropertyValues(settings);
  }

  @Test
  void withoutATargetNothingIsExported() {
    server().run(context -> assertThat(context).doesNotHaveBean(ScheduledDeliveries.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syslog+udp://127.0.0.1",
        "syslog+tcp://127.0.0.1",
        "syslog+tls://127.0.0.1",
        "tcp://127.0.0.1:9",
        "tls://127.0.0.1:9",
        "http://127.0.0.1/in",
        "https://127.0.0.1/in"
      })
  void toEachTargetThatIsAllowedIsExported(String target) {
    server("andiron.audit.siem.target=" + target)
        .run(context -> assertThat(context).hasSingleBean(ScheduledDeliveries.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"syslog+tls://127.0.0.2", "tcp://10.0.0.1:9", "https://127.0.0.2/in"})
  void aTargetThatIsNotAllowedStopsTheStart(String target) {
    server("andiron.audit.siem.target=" + target)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(StartupRefusedException.class)
                    .hasMessageStartingWith("andiron.audit.siem.target: ")
                    .hasMessageContaining("andiron.egress.allow"));
  }
}
