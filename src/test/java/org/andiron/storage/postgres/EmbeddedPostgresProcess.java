package org.andiron.storage.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An embedded PostgreSQL in a JVM of its own, to be killed by a test. */
final class EmbeddedPostgresProcess implements AutoCloseable {

  private static final String READY = "READY ";
  private static final String REFUSED = "REFUSED ";

  private final Process process;
  private final List<String> lines = new ArrayList<>();

  private EmbeddedPostgresProcess(Process process) {
    this.process = process;
  }

  /** The child's side: starts PostgreSQL and keeps it until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    if (arguments.length > 1) {
      // Spelled out here: the parent's locale may have no way to pass it on.
      directory = directory.resolve("Ofen mit Glut \u00fc\u00df \u706b");
    }
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(EmbeddedPostgresProperties.in(directory), System.out::println)) {
      System.out.println(READY + postgres.jdbcUrl());
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (DatabaseUnavailableException e) {
      System.out.println(REFUSED + e.getMessage());
    }
  }

  static EmbeddedPostgresProcess start(Path directory, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedPostgresProcess.class.getName(),
                directory.toString()));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    EmbeddedPostgresProcess started = new EmbeddedPostgresProcess(builder.start());
    started.awaitOutcome();
    return started;
  }

  String jdbcUrl() {
    return outcome(READY);
  }

  String refusal() {
    return outcome(REFUSED);
  }

  long pid() {
    return process.pid();
  }

  /** As kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it stop by itself. */
  int stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return process.waitFor();
  }

  private String outcome(String kind) {
    return lines.stream()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + kind + "in " + lines));
  }

  private void awaitOutcome() throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.startsWith(READY) || line.startsWith(REFUSED)) {
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
