package org.andiron.audit.delivery;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.andiron.server.egress.EgressPolicy;
import org.andiron.server.egress.EgressProperties;
import org.jspecify.annotations.Nullable;

/** The other side of deliveries. */
public final class Receivers {

  private Receivers() {}

  /** Rules that let the server connect there and nowhere else. */
  public static EgressPolicy allowing(String... hosts) {
    return new EgressPolicy(
        new EgressProperties(
            List.of(hosts), false, Duration.ofSeconds(5), Duration.ofSeconds(5), 2));
  }

  /** What a receiver does with a connection; it is closed afterwards. */
  @FunctionalInterface
  public interface Conversation {
    void hold(Socket socket) throws IOException;
  }

  /** Takes connections, one after the other. */
  public static final class Listener implements AutoCloseable {

    private final ServerSocket server;
    private final Conversation conversation;
    private volatile @Nullable Socket current;

    /** Listens at a port, 0 for any. */
    public Listener(int port, Conversation conversation) throws IOException {
      this(new ServerSocket(), port, conversation);
    }

    /** Listens with a socket that is not bound, which may be one of TLS. */
    public Listener(ServerSocket server, int port, Conversation conversation) throws IOException {
      this.server = server;
      this.conversation = conversation;
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      Thread thread = new Thread(this::listen, "receiver");
      thread.setDaemon(true);
      thread.start();
    }

    private void listen() {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          current = socket;
          conversation.hold(socket);
        } catch (IOException e) {
          // It or the sender gave up; the next connection tells
          current = null;
        }
      }
    }

    public int port() {
      return server.getLocalPort();
    }

    /** Dies: also the connection that is open breaks, and what it holds is lost. */
    @Override
    public void close() throws IOException {
      server.close();
      Socket open = current;
      if (open != null) {
        try {
          open.setSoLinger(true, 0);
        } catch (IOException e) {
          // It is closed already
          current = null;
        }
        open.close();
      }
    }
  }

  /** Reads lines until the end of the stream. */
  public static Conversation lines(List<String> received) {
    return socket -> {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          received.add(line.toString());
          line.setLength(0);
        } else {
          line.append((char) next);
        }
      }
    };
  }

  /** Reads messages with octet counting until the end of the stream. */
  public static Conversation counted(List<String> received) {
    return socket -> readCounted(socket.getInputStream(), received, Integer.MAX_VALUE);
  }

  /** Reads so many messages with octet counting at most. */
  public static void readCounted(InputStream raw, List<String> received, int most)
      throws IOException {
    InputStream in = new BufferedInputStream(raw, 64);
    for (int i = 0; i < most; i++) {
      int length = 0;
      int next = in.read();
      if (next < 0) {
        return;
      }
      while (next != ' ') {
        length = length * 10 + Character.digit(next, 10);
        next = in.read();
      }
      byte[] message = in.readNBytes(length);
      if (message.length < length) {
        throw new IOException("cut");
      }
      received.add(new String(message, StandardCharsets.UTF_8));
    }
  }

  /** A list that threads share. */
  public static List<String> list() {
    return new CopyOnWriteArrayList<>();
  }
}
