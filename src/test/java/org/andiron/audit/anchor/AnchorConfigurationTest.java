package org.andiron.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.andiron.audit.delivery.Receivers;
import org.andiron.audit.delivery.TestWires;
import org.andiron.audit.delivery.Wires;
import org.andiron.server.egress.EgressPolicy;
import org.andiron.startup.StartupRefusedException;
import org.andiron.storage.migration.DatabaseMigration;
import org.apache.http.impl.client.CloseableHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AnchorConfigurationTest {

  private static final String PREFIX = "andiron.audit.anchors.";

  @TempDir private static Path directory;

  private static ApplicationContextRunner server(String... settings) {
    return new ApplicationContextRunner()
        .withBean(DataSource.class, () -> mock())
        .withBean(DatabaseMigration.class, () -> mock())
        .withBean(CloseableHttpClient.class, () -> mock())
        .withBean(EgressPolicy.class, () -> Receivers.allowing("127.0.0.1"))
        .withBean(Wires.class, () -> TestWires.allowing("127.0.0.1"))
        .withUserConfiguration(AnchorConfiguration.class)
        .withPropertyValues(settings);
  }

  @Test
  void withoutSettingsNothingIsAnchored() {
    server().run(context -> assertThat(context.getBean(AnchorDeliveries.class).all()).isEmpty());
  }

  @Test
  void eachAnchorThatIsSetIsUsed() throws Exception {
    Path pem = directory.resolve("trusted.pem");
    Files.writeString(pem, TimeStampCheckTest.anyCertificate());
    server(
            PREFIX + "file=" + directory.resolve("heads.jsonl"),
            PREFIX + "syslog=syslog+tls://127.0.0.1",
            PREFIX + "http=https://127.0.0.1/heads",
            PREFIX + "time-stamp=http://127.0.0.1/tsa",
            PREFIX + "time-stamp-certificates=" + pem)
        .run(
            context ->
                assertThat(context.getBean(AnchorDeliveries.class).all())
                    .extracting(AnchorDelivery::name)
                    .containsExactly(
                        "anchor-file", "anchor-syslog", "anchor-http", "anchor-time-stamp"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syslog=syslog+udp://127.0.0.2",
        "http=https://10.0.0.1/heads",
        "time-stamp=http://127.0.0.2/tsa"
      })
  void anAnchorThatIsNotAllowedStopsTheStart(String setting) throws Exception {
    Path pem = directory.resolve("trusted.pem");
    Files.writeString(pem, TimeStampCheckTest.anyCertificate());
    String[] settings =
        setting.startsWith("time-stamp")
            ? new String[] {PREFIX + setting, PREFIX + "time-stamp-certificates=" + pem}
            : new String[] {PREFIX + setting};
    server(settings)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(StartupRefusedException.class)
                    .hasMessageStartingWith(
                        PREFIX + setting.substring(0, setting.indexOf('=')) + ": ")
                    .hasMessageContaining("andiron.egress.allow"));
  }

  @Test
  void certificatesThatCannotBeReadStopTheStart() {
    Path missing = directory.resolve("missing.pem");
    server(
            PREFIX + "time-stamp=http://127.0.0.1/tsa",
            PREFIX + "time-stamp-certificates=" + missing)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining(
                        "StartupRefusedException: andiron.audit.anchors.time-stamp-certificates: "
                            + missing
                            + " cannot be used"));
  }
}
