package org.andiron.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.andiron.audit.delivery.Channel;
import org.andiron.audit.delivery.Delivery.Progress;
import org.andiron.audit.delivery.Receivers;
import org.andiron.audit.delivery.Receivers.Listener;
import org.andiron.audit.delivery.SealedLog;
import org.andiron.audit.delivery.SyslogSource;
import org.andiron.audit.delivery.TestWires;
import org.andiron.audit.delivery.Wire;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The export from a real log to real sockets. */
@Timeout(180)
class SiemDeliveryIT {

  private static final Pattern LEAF = Pattern.compile("\\{\"leaf\":([0-9]+),");

  @TempDir private static Path temporary;
  private static SealedLog log;
  private static final AtomicInteger CHANNELS = new AtomicInteger();

  private final List<String> received = Receivers.list();
  private String channel;
  private long begin;

  @BeforeAll
  static void start() {
    log = new SealedLog(temporary.resolve("data"));
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  /** Each test exports what it adds. */
  @BeforeEach
  void channel() {
    channel = "siem-" + CHANNELS.incrementAndGet();
    begin = log.size();
    log.jdbc()
        .update(
            "insert into andiron.audit_delivery (channel, position) values (?, ?)", channel, begin);
  }

  private SiemDelivery delivery(Wire wire, Function<SealedEvent, byte[]> format, int batchSize) {
    return new SiemDelivery(
        new SealedEvents(log.jdbc()), wire, format, new Channel(log.jdbc(), channel), batchSize);
  }

  private static Wire wire(String uri, CloseableHttpClient http) {
    return TestWires.open(http, uri);
  }

  private long position() {
    return new Channel(log.jdbc(), channel).position();
  }

  private List<Long> leaves() {
    List<Long> leaves = new ArrayList<>();
    for (String message : received) {
      Matcher matcher = LEAF.matcher(message);
      assertThat(matcher.find()).as(message).isTrue();
      leaves.add(Long.parseLong(matcher.group(1)));
    }
    return leaves;
  }

  private List<Long> added() {
    return LongStream.range(begin, log.size()).boxed().toList();
  }

  private static void drain(SiemDelivery delivery) throws IOException {
    while (delivery.round() == Progress.MORE) {
      // The next batch
    }
  }

  @Test
  void everyRecordArrivesOnceAndInOrderWhileNothingFails() throws Exception {
    log.add(1_234, "ä");
    try (Listener receiver = new Listener(0, Receivers.lines(received));
        Wire wire = wire("tcp://127.0.0.1:" + receiver.port(), mock())) {
      SiemDelivery delivery = delivery(wire, EventLine::bytes, 100);
      drain(delivery);
      assertThat(leaves()).isEqualTo(added());
      assertThat(position()).isEqualTo(log.size());
      assertThat(delivery.lag()).isZero();
      assertThat(delivery.round()).isEqualTo(Progress.DONE);
      log.add(3, "");
      drain(delivery);
      assertThat(leaves()).isEqualTo(added());
    }
  }

  @Test
  void aReceiverThatDiesAndReturnsMissesNothing() throws Exception {
    log.add(300, "x".repeat(500));
    AtomicInteger connections = new AtomicInteger();
    // Reads a part of what it is sent, then dies with it; each third time it holds out.
    Receivers.Conversation mortal =
        socket -> {
          int turn = connections.incrementAndGet();
          if (turn % 3 == 0) {
            Receivers.counted(received).hold(socket);
          } else if (turn % 3 == 1) {
            Receivers.readCounted(socket.getInputStream(), received, 7);
            socket.setSoLinger(true, 0);
          } else {
            Receivers.readCounted(socket.getInputStream(), received, 20);
          }
        };
    SyslogSource source = SyslogSource.ofThisServer();
    try (Listener receiver = new Listener(0, mortal);
        Wire wire = wire("syslog+tcp://127.0.0.1:" + receiver.port(), mock())) {
      SiemDelivery delivery = delivery(wire, event -> EventLine.syslog(event, source), 20);
      int failures = 0;
      boolean more = true;
      while (more) {
        try {
          more = delivery.round() == Progress.MORE;
        } catch (IOException e) {
          failures++;
        }
      }
      assertThat(failures).as("of 15 batches, each received at the third attempt").isEqualTo(30);
    }
    List<Long> leaves = leaves();
    assertThat(leaves).containsAll(added());
    assertThat(leaves.stream().distinct().toList()).as("in order").isEqualTo(added());
  }

  @Test
  void aReceiverThatIsAwayForAWhileGetsAllLater() throws Exception {
    log.add(50, "");
    int port;
    try (Listener first = new Listener(0, Receivers.lines(received))) {
      port = first.port();
      try (Wire wire = wire("tcp://127.0.0.1:" + port, mock())) {
        assertThat(delivery(wire, EventLine::bytes, 10).round()).isEqualTo(Progress.MORE);
      }
    }
    log.add(50, "");
    try (Wire wire = wire("tcp://127.0.0.1:" + port, mock())) {
      SiemDelivery delivery = delivery(wire, EventLine::bytes, 10);
      assertThatThrownBy(delivery::round).isInstanceOf(IOException.class);
      assertThat(position()).isEqualTo(begin + 10);
      assertThat(delivery.lag()).isEqualTo(90);
      try (Listener second = new Listener(port, Receivers.lines(received))) {
        drain(delivery);
      }
    }
    assertThat(leaves()).isEqualTo(added());
  }

  @Test
  void aServerThatIsKilledGoesOnWhereItWas() throws Exception {
    log.add(40, "");
    try (Listener receiver = new Listener(0, Receivers.lines(received))) {
      for (int start = 0; start < 4; start++) {
        try (Wire wire = wire("tcp://127.0.0.1:" + receiver.port(), mock())) {
          delivery(wire, EventLine::bytes, 10).round();
        }
      }
    }
    assertThat(leaves()).isEqualTo(added());
  }

  @Test
  void aSlowReceiverMakesTheLagGrowAndHoldsUpNothing() throws Exception {
    log.add(400, "x".repeat(100_000));
    CountDownLatch connected = new CountDownLatch(1);
    CountDownLatch reads = new CountDownLatch(1);
    Receivers.Conversation slow =
        socket -> {
          connected.countDown();
          try {
            reads.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          Receivers.lines(received).hold(socket);
        };
    try (Listener receiver = new Listener(0, slow);
        Wire wire = wire("tcp://127.0.0.1:" + receiver.port(), mock())) {
      SiemDelivery delivery = delivery(wire, EventLine::bytes, 10_000);
      CompletableFuture<Progress> round =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return delivery.round();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      connected.await();
      assertThat(delivery.lag()).isEqualTo(400);

      log.add(100, "");
      assertThat(
              log.jdbc()
                  .queryForList(
                      "select query from pg_stat_activity where datname = current_database()"
                          + " and pid <> pg_backend_pid() and backend_type = 'client backend'"
                          + " and (state <> 'idle' or backend_xmin is not null)"))
          .as("no transaction is open meanwhile, so records can be sealed")
          .isEmpty();
      assertThat(round).isNotDone();

      reads.countDown();
      assertThat(round.join()).isEqualTo(Progress.MORE);
      assertThat(received)
          .as("40 MB wait, and a batch has not much more than 4")
          .hasSizeBetween(40, 41);
      assertThat(delivery.round()).isEqualTo(Progress.MORE);
      assertThat(delivery.lag()).isEqualTo(500 - received.size());
    }
  }

  @Test
  void whatIsNotAcceptedOverHttpIsSentAgain() throws Exception {
    log.add(30, "");
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          switch (requests.incrementAndGet() % 3) {
            case 1 -> {
              exchange.sendResponseHeaders(500, -1);
              exchange.close();
            }
            case 2 -> {
              // Never answered: the request times out
            }
            default -> {
              body.lines().forEach(received::add);
              exchange.sendResponseHeaders(200, -1);
              exchange.close();
            }
          }
        });
    server.start();
    try (CloseableHttpClient client =
            HttpClients.custom()
                .disableAutomaticRetries()
                .setDefaultRequestConfig(RequestConfig.custom().setSocketTimeout(300).build())
                .build();
        Wire wire = wire("http://127.0.0.1:" + server.getAddress().getPort() + "/", client)) {
      SiemDelivery delivery = delivery(wire, EventLine::bytes, 10);
      for (int batch = 0; batch < 3; batch++) {
        long before = position();
        assertThatThrownBy(delivery::round)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("500");
        assertThatThrownBy(delivery::round).isInstanceOf(IOException.class);
        assertThat(position()).isEqualTo(before);
        delivery.round();
      }
    } finally {
      server.stop(0);
    }
    assertThat(leaves()).isEqualTo(added());
  }

  /** Answers 413 to more than it takes at once, like a proxy with a limit of the body. */
  private HttpServer limited(AtomicLong limit, List<Integer> batches) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean tooLarge = body.length > limit.get();
          if (!tooLarge) {
            List<String> lines = new String(body, StandardCharsets.UTF_8).lines().toList();
            batches.add(lines.size());
            received.addAll(lines);
          }
          exchange.sendResponseHeaders(tooLarge ? 413 : 200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void aBatchThatIsTooLargeIsHalved() throws Exception {
    log.add(100, "x".repeat(1_000));
    AtomicLong limit = new AtomicLong(20_000);
    List<Integer> batches = new CopyOnWriteArrayList<>();
    HttpServer server = limited(limit, batches);
    try (CloseableHttpClient client = HttpClients.createDefault();
        Wire wire = wire("http://127.0.0.1:" + server.getAddress().getPort() + "/", client)) {
      SiemDelivery delivery = delivery(wire, EventLine::bytes, 64);
      drain(delivery);
      assertThat(leaves()).as("each once, in order").isEqualTo(added());
      assertThat(position()).isEqualTo(log.size());
      assertThat(delivery.lag()).isZero();
      assertThat(batches).as("about as large as it takes").hasSizeLessThan(25);

      limit.set(Long.MAX_VALUE);
      batches.clear();
      log.add(500, "");
      drain(delivery);
      assertThat(batches).as("large again, once it takes that").contains(64);
      assertThat(leaves()).isEqualTo(added());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void oneRecordThatIsTooLargeIsReportedAndNotLeftOut() throws Exception {
    log.add(5, "");
    long large = log.size();
    log.add(1, "x".repeat(50_000));
    log.add(5, "");
    AtomicLong limit = new AtomicLong(20_000);
    HttpServer server = limited(limit, new CopyOnWriteArrayList<>());
    try (CloseableHttpClient client = HttpClients.createDefault();
        Wire wire = wire("http://127.0.0.1:" + server.getAddress().getPort() + "/", client)) {
      SiemDelivery delivery = delivery(wire, EventLine::bytes, 500);
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> drain(delivery))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("leaf " + large + ", ")
            .hasMessageContaining("413");
        assertThat(position()).as("it waits there").isEqualTo(large);
      }
      assertThat(leaves()).isEqualTo(LongStream.range(begin, large).boxed().toList());

      limit.set(100_000);
      drain(delivery);
      assertThat(leaves()).isEqualTo(added());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void oneNodeAtATimeExports() throws Exception {
    log.add(20, "");
    log.jdbc()
        .update(
            "update andiron.audit_delivery set holder = gen_random_uuid(),"
                + " held_until = now() + interval '1 minute' where channel = ?",
            channel);
    try (Listener receiver = new Listener(0, Receivers.lines(received));
        Wire wire = wire("tcp://127.0.0.1:" + receiver.port(), mock())) {
      SiemDelivery delivery = delivery(wire, EventLine::bytes, 100);
      assertThat(delivery.round()).isEqualTo(Progress.DONE);
      assertThat(received).isEmpty();
      assertThat(delivery.lag()).as("seen by every node").isEqualTo(20);
      delivery.release();
      assertThat(delivery.round()).as("it is not its own to release").isEqualTo(Progress.DONE);
      assertThat(received).isEmpty();

      log.jdbc()
          .update(
              "update andiron.audit_delivery set held_until = now() - interval '1 second'"
                  + " where channel = ?",
              channel);
      delivery.round();
      assertThat(leaves()).as("the other one is gone").isEqualTo(added());
    }
  }

  @Test
  void whoIsOvertakenDoesNotMoveThePositionBack() {
    Channel overtaken = new Channel(log.jdbc(), channel);
    assertThat(overtaken.take()).contains(begin);
    new Channel(log.jdbc(), channel).advance(begin, begin + 5);
    overtaken.advance(begin, begin + 3);
    assertThat(position()).isEqualTo(begin + 5);
  }

  @Test
  void aLogThatWasSetBackIsToldApart() throws Exception {
    new Channel(log.jdbc(), channel).advance(begin, log.size() + 1);
    try (Wire wire = wire("tcp://127.0.0.1:9", mock())) {
      SiemDelivery delivery = delivery(wire, EventLine::bytes, 100);
      assertThatThrownBy(delivery::round)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was set back");
    }
  }
}
