package org.andiron.audit.completeness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between clients and the server, passes all bytes on, and writes down what it saw. Each
 * request has a connection of its own. A client says in {@link #LEAVES} how many bytes of the
 * answer it waits for before it is gone, and the server sees a connection that was reset.
 */
final class RecordingProxy implements AutoCloseable {

  /** Not passed on. */
  static final String LEAVES = "x-leaves-after";

  private static final Pattern VERSION =
      Pattern.compile("[A-Za-z]+/[A-Za-z0-9.-]+/_history/[0-9]+$");

  private static final int MOST_HEAD = 65_536;

  private final ServerSocket listening;
  private final int server;
  private final ExecutorService connections = Executors.newCachedThreadPool();
  private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();
  private final Queue<Exception> problems = new ConcurrentLinkedQueue<>();

  /**
   * @param server port of the server
   */
  RecordingProxy(int server) {
    this.server = server;
    try {
      this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** By the id of the request. */
  Map<String, Exchange> exchanges() {
    return exchanges;
  }

  /** What it could not make sense of. */
  List<Exception> problems() {
    return List.copyOf(problems);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        connections.execute(() -> serve(client));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          problems.add(e);
        }
      }
    }
  }

  private record Request(String method, String path, Map<String, String> headers, byte[] body) {

    static Request read(InputStream from) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = from.read();
        if (next < 0 || head.length() > MOST_HEAD) {
          throw new IOException("no request");
        }
        head.append((char) next);
      }
      List<String> lines = head.toString().strip().lines().toList();
      String[] first = lines.get(0).split(" ", -1);
      Map<String, String> headers = HttpAnswer.headers(lines.subList(1, lines.size()));
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      return new Request(first[0], first[1], headers, from.readNBytes(length));
    }

    /** As it is passed on. */
    byte[] toServer(int port) {
      StringBuilder head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\n");
      headers.forEach(
          (name, value) -> {
            if (!Set.of(LEAVES, "host", "connection").contains(name)) {
              head.append(name).append(": ").append(value).append("\r\n");
            }
          });
      head.append("Host: localhost:").append(port).append("\r\nConnection: close\r\n\r\n");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      bytes.writeBytes(body);
      return bytes.toByteArray();
    }
  }

  private void serve(Socket client) {
    try (client) {
      Request request = Request.read(new BufferedInputStream(client.getInputStream()));
      Instant begun = Instant.now();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      Optional<Integer> leaves =
          Optional.ofNullable(request.headers().get(LEAVES)).map(Integer::valueOf);
      boolean departed = pass(request, leaves, answer, client.getOutputStream());
      note(request, HttpAnswer.of(request.method(), answer.toByteArray()), departed, begun);
    } catch (IOException | RuntimeException e) {
      problems.add(e);
    }
  }

  /** Whether the client left. */
  private boolean pass(
      Request request,
      Optional<Integer> leaves,
      ByteArrayOutputStream answer,
      OutputStream client) {
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      upstream.getOutputStream().write(request.toServer(server));
      byte[] buffer = new byte[16_384];
      while (true) {
        int most =
            leaves.map(it -> Math.min(buffer.length, it - answer.size())).orElse(buffer.length);
        if (most <= 0) {
          // With a reset, as of a client that is gone.
          upstream.setSoLinger(true, 0);
          return true;
        }
        int read = upstream.getInputStream().read(buffer, 0, most);
        if (read < 0) {
          return false;
        }
        answer.write(buffer, 0, read);
        client.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The server is gone, and what has come of the answer is all.
      return false;
    }
  }

  private void note(Request request, HttpAnswer answer, boolean departed, Instant begun) {
    List<JsonNode> json = answer.json();
    Exchange exchange =
        new Exchange(
            request.headers().getOrDefault("x-request-id", ""),
            request.method(),
            request.path(),
            answer.status(),
            answer.body().length,
            answer.whole(),
            departed,
            Records.in(json),
            versions(request.method(), answer, json),
            refusedEntries(json),
            answer.status() == 503 && answer.text().contains("cannot record this request"),
            begun,
            Instant.now());
    Exchange former = exchanges.put(exchange.requestId(), exchange);
    if (former != null) {
      throw new IllegalStateException("two requests have one id: " + former);
    }
  }

  /** A create on a condition that finds something stores nothing, and is answered with 200. */
  private static Set<String> versions(String method, HttpAnswer answer, List<JsonNode> json) {
    Set<String> versions = new TreeSet<>();
    boolean changed = answer.status() == 200 && (method.equals("PUT") || method.equals("PATCH"));
    if (answer.status() == 201 || changed) {
      add(answer.header("location"), versions);
      add(answer.header("content-location"), versions);
    }
    for (JsonNode root : json) {
      for (JsonNode entry : root.path("entry")) {
        JsonNode response = entry.path("response");
        if (method.equals("POST") && response.path("status").asText().startsWith("201")) {
          add(response.path("location").asText(), versions);
        }
      }
    }
    return versions;
  }

  private static void add(String location, Set<String> versions) {
    Matcher version = VERSION.matcher(location);
    if (version.find()) {
      versions.add(version.group());
    }
  }

  private static int refusedEntries(List<JsonNode> answer) {
    int refused = 0;
    for (JsonNode root : answer) {
      for (JsonNode entry : root.path("entry")) {
        if (entry.path("response").path("status").asText().matches("[45].*")) {
          refused++;
        }
      }
    }
    return refused;
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.shutdown();
  }
}
