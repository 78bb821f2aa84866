package org.andiron.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.andiron.audit.anchor.TimeStampService.Behaviour;
import org.andiron.audit.delivery.Channel;
import org.andiron.audit.delivery.Receivers;
import org.andiron.audit.delivery.Receivers.Listener;
import org.andiron.audit.delivery.SealedLog;
import org.andiron.audit.delivery.TestCertificates;
import org.andiron.audit.delivery.TestCertificates.Identity;
import org.andiron.audit.delivery.TestWires;
import org.andiron.audit.delivery.Wire;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.sealer.SealedHead;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;

/** Anchors of a real log. */
@Timeout(180)
class AnchorDeliveryIT {

  private static final Duration DAY = Duration.ofDays(1);
  private static final AtomicInteger CHANNELS = new AtomicInteger();

  @TempDir private static Path temporary;
  private static SealedLog log;
  private static Identity authority;
  private static Identity service;

  private Channel channel;
  private SignedTreeHead newest;

  @BeforeAll
  static void start() throws Exception {
    log = new SealedLog(temporary.resolve("data"));
    authority = TestCertificates.authority("authority");
    service = TimeStampService.identity(authority, DAY.negated(), DAY);
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @BeforeEach
  void seal() {
    channel = new Channel(log.jdbc(), "anchor-" + CHANNELS.incrementAndGet());
    newest = log.add(3, "");
  }

  private static Optional<SignedTreeHead> sealed() {
    return log.jdbc()
        .execute(
            (ConnectionCallback<Optional<SignedTreeHead>>)
                connection -> SealedHead.last(connection).map(SealedHead::signed));
  }

  private AnchorDelivery delivery(Anchor anchor) {
    return new AnchorDelivery(AnchorDeliveryIT::sealed, anchor, channel);
  }

  private static Anchor lines(Wire wire) {
    return new WireAnchor(
        "http", wire, head -> SignedTreeHeadJson.encode(head).getBytes(StandardCharsets.UTF_8));
  }

  private static List<TimeStamp> stamps() {
    return log.jdbc()
        .query(
            "select " + TimeStamp.COLUMNS + " from andiron.audit_time_stamp order by size",
            (row, number) -> TimeStamp.read(row));
  }

  @Test
  void theNewestHeadIsAnchoredOnce() throws Exception {
    List<String> received = Receivers.list();
    try (Listener receiver = new Listener(0, Receivers.lines(received));
        Wire wire = TestWires.open(mock(), "tcp://127.0.0.1:" + receiver.port())) {
      AnchorDelivery delivery = delivery(lines(wire));
      delivery.round();
      delivery.round();
      assertThat(received).containsExactly(SignedTreeHeadJson.encode(newest));
      log.add(1, "");
      SignedTreeHead last = log.add(1, "");
      delivery.round();
      assertThat(received).hasSize(2).last().isEqualTo(SignedTreeHeadJson.encode(last));
      assertThat(channel.position()).isEqualTo(last.head().size());
    }
  }

  @Test
  void whatFailsIsDueAgain() throws Exception {
    List<String> received = Receivers.list();
    int port;
    try (Listener receiver = new Listener(0, socket -> {})) {
      port = receiver.port();
      try (Wire wire = TestWires.open(mock(), "tcp://127.0.0.1:" + port)) {
        AnchorDelivery delivery = delivery(lines(wire));
        Duration before = delivery.lag();
        assertThatThrownBy(delivery::round).isInstanceOf(IOException.class);
        assertThat(delivery.lag()).isGreaterThan(before);
      }
    }
    assertThat(channel.position()).isZero();
    try (Listener receiver = new Listener(port, Receivers.lines(received));
        Wire wire = TestWires.open(mock(), "tcp://127.0.0.1:" + port)) {
      delivery(lines(wire)).round();
    }
    assertThat(received).containsExactly(SignedTreeHeadJson.encode(newest));
  }

  @Test
  void oneNodeAtATimeAnchors() throws Exception {
    log.jdbc()
        .update(
            "insert into andiron.audit_delivery (channel, holder, held_until)"
                + " values (?, gen_random_uuid(), now() + interval '1 minute')",
            channel.name());
    Path file = temporary.resolve("one.jsonl");
    AnchorDelivery delivery = delivery(new FileAnchor(file));
    delivery.round();
    assertThat(file).isEmptyFile();
    log.jdbc()
        .update(
            "update andiron.audit_delivery set held_until = now() - interval '1 second'"
                + " where channel = ?",
            channel.name());
    delivery.round();
    assertThat(file).hasContent(SignedTreeHeadJson.encode(newest) + "\n");
  }

  @Test
  void aFileTellsThatTheLogWasSetBackThoughTheDatabaseHasForgotten() throws Exception {
    Path file = temporary.resolve("back.jsonl");
    delivery(new FileAnchor(file)).round();
    String anchored = Files.readString(file);
    log.jdbc().update("delete from andiron.audit_delivery where channel = ?", channel.name());
    FileAnchor restarted = new FileAnchor(file);
    SignedTreeHead older = olderHead();
    AnchorDelivery delivery = new AnchorDelivery(() -> Optional.of(older), restarted, channel);
    assertThatThrownBy(delivery::round)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the log was set back");
    assertThat(file).hasContent(anchored);
  }

  /** Of one record less. */
  private SignedTreeHead olderHead() {
    var head = newest.head();
    return new SignedTreeHead(
        new TreeHead(head.logId(), head.size() - 1, head.root(), head.time()),
        newest.keyId(),
        newest.signature());
  }

  @Test
  void aTimeStampIsKeptAndProvesTheHeadLater() throws Exception {
    try (TimeStampService tsa = new TimeStampService(TimeStampService.stamping(service));
        CloseableHttpClient http = HttpClients.createDefault()) {
      delivery(anchor(tsa, http)).round();
    }
    TimeStamp kept = stamps().get(stamps().size() - 1);
    assertThat(kept.head()).isEqualTo(newest.head());
    TimeStampProof proof = new TimeStampCheck(List.of(authority.certificate())).proof(kept);
    assertThat(proof.head()).isEqualTo(newest.head());
    assertThat(Duration.between(newest.head().time(), proof.time()).abs())
        .isLessThan(Duration.ofMinutes(10));
    assertThat(channel.position()).isEqualTo(newest.head().size());
  }

  @Test
  void whatIsNoTimeStampOfTheHeadIsNotKept() throws Exception {
    Identity impostor =
        TimeStampService.identity(TestCertificates.authority("authority"), DAY.negated(), DAY);
    Identity expired = TimeStampService.identity(authority, DAY.multipliedBy(-9), DAY.negated());
    List<Behaviour> wrong =
        List.of(
            TimeStampService.stampingElse(service),
            TimeStampService.repeating(service),
            TimeStampService.refusing(service),
            TimeStampService.stamping(impostor),
            TimeStampService.stamping(expired),
            TimeStampService.stamping(expired, DAY.multipliedBy(-2)),
            TimeStampService.stamping(service, Duration.ofMinutes(11)),
            request -> new byte[] {1, 2, 3},
            request -> new byte[1 << 17],
            request -> {
              throw new IllegalStateException("it fails");
            });
    int before = stamps().size();
    try (TimeStampService tsa = new TimeStampService(request -> request);
        CloseableHttpClient http = HttpClients.createDefault()) {
      AnchorDelivery delivery = delivery(anchor(tsa, http));
      for (Behaviour behaviour : wrong) {
        tsa.behave(behaviour);
        assertThatThrownBy(delivery::round).isInstanceOf(IOException.class);
      }
      assertThat(stamps()).hasSize(before);
      assertThat(channel.position()).isZero();

      tsa.behave(TimeStampService.stamping(service));
      delivery.round();
      assertThat(stamps()).hasSize(before + 1);
    }
  }

  private static TimeStampAnchor anchor(TimeStampService tsa, CloseableHttpClient http) {
    return new TimeStampAnchor(
        new TimeStampExchange(http, tsa.uri()),
        new TimeStampCheck(List.of(authority.certificate())),
        new TimeStamps(log.jdbc()),
        Clock.systemUTC());
  }

  @Test
  void timeStampsCannotBeTakenBack() {
    for (String statement :
        List.of(
            "delete from andiron.audit_time_stamp",
            "update andiron.audit_time_stamp set token = ''",
            "truncate andiron.audit_time_stamp",
            "drop table andiron.audit_time_stamp")) {
      assertThatThrownBy(() -> log.jdbc().execute(statement))
          .as(statement)
          .isInstanceOf(DataAccessException.class);
    }
    for (String role : List.of("andiron_restricted", "andiron_ruled")) {
      for (String table : List.of("audit_time_stamp", "audit_delivery")) {
        assertThat(
                log.jdbc()
                    .queryForObject(
                        "select has_table_privilege(?, ?, 'select, insert, update, delete')",
                        Boolean.class,
                        role,
                        "andiron." + table))
            .isFalse();
      }
    }
  }
}
