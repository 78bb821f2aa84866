package org.andiron.audit.delivery;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.andiron.server.egress.EgressPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A connection, TCP or TLS, for each sending. TCP does not tell what the other program has read. So
 * the end of the stream is sent after the last message, and the other system closes the connection
 * once it has read up to there: only then are the messages taken as received.
 */
final class StreamWire implements Wire {

  /** How long it takes to hear that the other side was closed before all had arrived. */
  private static final Duration SETTLING = Duration.ofMillis(50);

  private static final int BUFFER_BYTES = 1 << 16;

  private final Endpoint endpoint;
  private final Framing framing;
  private final EgressPolicy egress;
  private final @Nullable SSLSocketFactory tls;
  private final Patience patience;
  private final Object lock = new Object();
  private @Nullable Socket open;
  private boolean closed;

  /**
   * How long it is waited.
   *
   * @param connecting for a connection, and for each step of the handshake
   * @param closing until the other system closes the connection; zero not to wait for that
   */
  record Patience(Duration connecting, Duration closing) {}

  /**
   * @param tls with which TLS is spoken; null for plain TCP
   */
  StreamWire(
      Endpoint endpoint,
      Framing framing,
      EgressPolicy egress,
      @Nullable SSLSocketFactory tls,
      Patience patience) {
    this.endpoint = endpoint;
    this.framing = framing;
    this.egress = egress;
    this.tls = tls;
    this.patience = patience;
  }

  @Override
  public void send(List<byte[]> messages) throws IOException {
    try (Socket plain = connect()) {
      SSLSocketFactory factory = tls;
      if (factory == null) {
        send(messages, plain);
      } else {
        try (SSLSocket secured = secure(plain, factory)) {
          send(messages, secured);
        }
      }
    }
  }

  /** To the first of its addresses that answers. */
  private Socket connect() throws IOException {
    IOException failure = new IOException("it has no address");
    for (InetAddress address : egress.resolve(endpoint.host())) {
      Socket socket = new Socket();
      try {
        use(socket);
        socket.setKeepAlive(true);
        socket.connect(
            new InetSocketAddress(address, endpoint.port()), millis(patience.connecting()));
        socket.setSoTimeout(millis(patience.connecting()));
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  private void use(Socket socket) throws IOException {
    synchronized (lock) {
      if (closed) {
        throw new IOException("the server stops");
      }
      open = socket;
    }
  }

  private SSLSocket secure(Socket plain, SSLSocketFactory factory) throws IOException {
    SSLSocket secured =
        (SSLSocket) factory.createSocket(plain, endpoint.host(), endpoint.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    // Without it any certificate of any host would do.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private void send(List<byte[]> messages, Socket socket) throws IOException {
    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
    for (byte[] message : messages) {
      framing.write(message, out);
    }
    out.flush();
    if (patience.closing().isZero()) {
      return;
    }
    requireOpen(socket);
    socket.shutdownOutput();
    awaitEnd(socket);
  }

  /** Who closes before our end of the stream has not read up to it. */
  private static void requireOpen(Socket socket) throws IOException {
    socket.setSoTimeout(millis(SETTLING));
    try {
      readToEnd(socket);
    } catch (SocketTimeoutException e) {
      return;
    }
    throw new IOException("the receiver closed the connection before it had read everything");
  }

  private void awaitEnd(Socket socket) throws IOException {
    socket.setSoTimeout(millis(patience.closing()));
    try {
      readToEnd(socket);
    } catch (SocketTimeoutException e) {
      throw new IOException(
          "the receiver did not close the connection within "
              + patience.closing().toSeconds()
              + " s of its end, so it is not known what it has read",
          e);
    }
  }

  /** What receivers may say is not asked for. */
  private static void readToEnd(Socket socket) throws IOException {
    byte[] ignored = new byte[1024];
    int read = 0;
    while (read >= 0) {
      read = socket.getInputStream().read(ignored);
    }
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      Socket socket = open;
      if (socket != null) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is given up either way
          open = null;
        }
      }
    }
  }
}
