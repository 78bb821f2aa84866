package org.andiron.audit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.andiron.audit.delivery.Endpoint.Scheme;
import org.andiron.audit.delivery.Receivers.Listener;
import org.andiron.audit.delivery.StreamWire.Patience;
import org.andiron.audit.delivery.TestCertificates.Identity;
import org.andiron.server.egress.EgressRefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamWireTest {

  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5));

  private final List<String> received = Receivers.list();

  private static StreamWire wire(int port, @Nullable SSLSocketFactory tls, Patience patience) {
    Endpoint endpoint =
        Endpoint.of(
            "key",
            URI.create((tls == null ? "tcp" : "tls") + "://127.0.0.1:" + port),
            EnumSet.allOf(Scheme.class));
    return new StreamWire(endpoint, Framing.LINES, Receivers.allowing("127.0.0.1"), tls, patience);
  }

  private static List<byte[]> messages(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ("message " + i).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void whatIsSentHasBeenReadWhenItReturns() throws Exception {
    try (Listener receiver = new Listener(0, Receivers.lines(received));
        StreamWire wire = wire(receiver.port(), null, PATIENCE)) {
      wire.send(messages(1_000));
      assertThat(received).hasSize(1_000).startsWith("message 0").endsWith("message 999");
      wire.send(messages(1));
      assertThat(received).hasSize(1_001);
    }
  }

  @Test
  void whoClosesBeforeTheEndHasNotReadAll() throws Exception {
    Receivers.Conversation one =
        socket -> assertThat(socket.getInputStream().readNBytes(10)).hasSize(10);
    try (Listener receiver = new Listener(0, one);
        StreamWire wire = wire(receiver.port(), null, PATIENCE)) {
      assertThatThrownBy(() -> wire.send(messages(1_000))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whoReadsAllButTheEndHasNotReadAll() throws Exception {
    Receivers.Conversation polite =
        socket -> assertThat(socket.getInputStream().readNBytes(10)).hasSize(10);
    try (Listener receiver = new Listener(0, polite);
        StreamWire wire = wire(receiver.port(), null, PATIENCE)) {
      assertThatThrownBy(() -> wire.send(messages(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("before it had read everything");
    }
  }

  @Test
  void whoNeverClosesIsNotKnownToHaveReadAnything() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Receivers.Conversation silent = socket -> awaitQuietly(end);
    Patience little = new Patience(Duration.ofSeconds(5), Duration.ofMillis(200));
    try (Listener receiver = new Listener(0, silent);
        StreamWire wire = wire(receiver.port(), null, little)) {
      assertThatThrownBy(() -> wire.send(messages(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not close");
      end.countDown();
    }
  }

  @Test
  void ifTheCloseIsNotAwaitedWritingIsEnough() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Receivers.Conversation silent = socket -> awaitQuietly(end);
    try (Listener receiver = new Listener(0, silent);
        StreamWire wire =
            wire(receiver.port(), null, new Patience(Duration.ofSeconds(5), Duration.ZERO))) {
      wire.send(messages(1));
      end.countDown();
    }
  }

  @Test
  void aSendingThatNobodyReadsEndsWhenItIsClosed() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Receivers.Conversation stuck =
        socket -> {
          connected.countDown();
          awaitQuietly(end);
        };
    try (Listener receiver = new Listener(0, stuck);
        StreamWire wire = wire(receiver.port(), null, PATIENCE)) {
      byte[] large = new byte[20_000_000];
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  wire.send(List.of(large));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      connected.await();
      wire.close();
      await().until(sending::isDone);
      assertThatThrownBy(sending::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IOException.class);
      assertThatThrownBy(() -> wire.send(messages(1))).isInstanceOf(IOException.class);
      end.countDown();
    }
  }

  @Test
  void aHostThatIsNotAllowedIsNotConnectedTo() throws Exception {
    try (Listener receiver = new Listener(0, Receivers.lines(received))) {
      Endpoint endpoint =
          Endpoint.of(
              "key", URI.create("tcp://127.0.0.1:" + receiver.port()), EnumSet.of(Scheme.TCP));
      try (StreamWire wire =
          new StreamWire(endpoint, Framing.LINES, Receivers.allowing("*"), null, PATIENCE)) {
        assertThatThrownBy(() -> wire.send(messages(1))).isInstanceOf(EgressRefusedException.class);
      }
    }
    assertThat(received).isEmpty();
  }

  @Test
  void overTlsWhatIsSentHasBeenReadWhenItReturns() throws Exception {
    Identity authority = TestCertificates.authority("ca");
    Identity server = TestCertificates.tlsServer(authority, "127.0.0.1");
    try (Listener receiver = tlsListener(server);
        StreamWire wire =
            wire(
                receiver.port(),
                TestCertificates.trusting(authority).getSocketFactory(),
                PATIENCE)) {
      wire.send(messages(1_000));
      assertThat(received).hasSize(1_000).endsWith("message 999");
    }
  }

  @Test
  void aServerThatIsAnotherOrNotTrustedGetsNothing() throws Exception {
    Identity authority = TestCertificates.authority("ca");
    Identity elsewhere = TestCertificates.tlsServer(authority, "127.0.0.2");
    Identity foreign = TestCertificates.tlsServer(TestCertificates.authority("other"), "127.0.0.1");
    for (Identity server : List.of(elsewhere, foreign)) {
      try (Listener receiver = tlsListener(server);
          StreamWire wire =
              wire(
                  receiver.port(),
                  TestCertificates.trusting(authority).getSocketFactory(),
                  PATIENCE)) {
        assertThatThrownBy(() -> wire.send(messages(1))).isInstanceOf(SSLException.class);
      }
    }
    assertThat(received).isEmpty();
  }

  private Listener tlsListener(Identity server) throws Exception {
    return new Listener(
        TestCertificates.serving(server).getServerSocketFactory().createServerSocket(),
        0,
        Receivers.lines(received));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
