package org.andiron.audit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.andiron.AndironApplication;
import org.andiron.audit.anchor.TimeStampService;
import org.andiron.audit.delivery.Receivers.Listener;
import org.andiron.audit.delivery.TestCertificates.Identity;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.audit.store.AuditLog;
import org.andiron.audit.store.AuditRows;
import org.andiron.audit.verification.AuditVerification;
import org.andiron.audit.verification.Finding;
import org.andiron.audit.verification.Finding.Kind;
import org.andiron.audit.verification.VerificationReport;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.OwnServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A server of its own, as it hands on what others are not told. */
@SpringBootTest(
    classes = AndironApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"andiron.egress.allow=127.0.0.1", "andiron.audit.anchors.interval=1s"})
@ContextConfiguration(initializers = DeliveredLogIT.Server.class)
@DirtiesContext
@Timeout(180)
class DeliveredLogIT {

  static final class Server extends OwnServer {
    Server() {
      super("delivered", Map.of());
    }
  }

  private static final List<String> RECEIVED = Receivers.list();
  private static final Listener SIEM = listener();
  private static final Path HEADS = temporary();

  private static final Identity AUTHORITY = authority();
  private static final TimeStampService TIME_STAMPS = timeStamps();

  @Autowired private AuditLog log;
  @Autowired private AuditVerification verification;
  @Autowired private JdbcTemplate jdbc;
  @LocalServerPort private int port;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("andiron.audit.siem.target", () -> "syslog+tcp://127.0.0.1:" + SIEM.port());
    registry.add("andiron.audit.anchors.file", HEADS::toString);
    registry.add("andiron.audit.anchors.time-stamp", () -> TIME_STAMPS.uri().toString());
    registry.add("andiron.audit.anchors.time-stamp-certificates", DeliveredLogIT::certificates);
  }

  private static Listener listener() {
    try {
      return new Listener(0, Receivers.counted(RECEIVED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Identity authority() {
    try {
      return TestCertificates.authority("authority");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static TimeStampService timeStamps() {
    try {
      Duration day = Duration.ofDays(1);
      return new TimeStampService(
          TimeStampService.stamping(TimeStampService.identity(AUTHORITY, day.negated(), day)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path certificates() {
    try {
      return Files.writeString(
          HEADS.resolveSibling("authority.pem"), TestCertificates.pem(AUTHORITY));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("andiron-heads").resolve("heads.jsonl");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    SIEM.close();
    TIME_STAMPS.close();
  }

  @Test
  void whatIsRecordedIsSealedExportedAndAnchored() {
    log.commit(List.of(AuditRows.row("delivered")));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(RECEIVED)
                    .anySatisfy(
                        it ->
                            assertThat(it)
                                .contains(
                                    " andiron ", " AUDIT ", "\"event\":{\"id\":\"delivered\"}")));
    long size =
        jdbc.queryForObject(
            "select l.index + 1 from andiron.audit_leaf l join andiron.audit_event e"
                + " on e.id = l.id and e.recorded = l.recorded where e.content like '%delivered%'",
            Long.class);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(HEADS))
                    .last()
                    .satisfies(
                        it ->
                            assertThat(SignedTreeHeadJson.decode(it).head().size())
                                .isGreaterThanOrEqualTo(size)));
  }

  @Test
  void timeStampsAreCheckedWithTheCertificatesThatAreSet() throws Exception {
    log.commit(List.of(AuditRows.row("stamped")));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                jdbc.queryForObject("select count(*) from andiron.audit_time_stamp", Long.class)
                    > 0);
    VerificationReport report = verification.verify(List.of(), Duration.ofMinutes(1)).orElseThrow();
    assertThat(report.timeStampsChecked()).isTrue();
    assertThat(report.timeStamps()).isPositive();
    assertThat(report.findings())
        .extracting(Finding::kind)
        .doesNotContain(Kind.TIME_STAMP, Kind.ANCHOR);
  }

  @Test
  void healthOfTheDeliveryIsForAdministrators() {
    FhirHttp root = new FhirHttp("http://localhost:" + port);
    assertThat(root.get("/actuator/health/audit").status()).isEqualTo(401);
    assertThat(root.get("/actuator/health").status()).isEqualTo(200);
  }
}
