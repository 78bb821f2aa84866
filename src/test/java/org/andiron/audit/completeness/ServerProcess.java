package org.andiron.audit.completeness;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.andiron.AndironApplication;
import org.andiron.storage.postgres.RunningInstance;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.SigningClient;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The server in a process of its own, with an embedded PostgreSQL, to be killed. */
final class ServerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(5);

  private final Path root;
  private final int port;
  private @Nullable Process process;

  /**
   * In an empty folder.
   *
   * @param clients scopes of each client
   */
  ServerProcess(Path root, Map<SigningClient, String> clients) throws IOException {
    this.root = root.toAbsolutePath();
    FileSystemUtils.deleteRecursively(root);
    Path configuration = root.resolve("fhir-config");
    FileSystemUtils.copyRecursively(Path.of("fhir-config"), configuration);
    for (Map.Entry<SigningClient, String> client : clients.entrySet()) {
      Files.writeString(
          configuration.resolve("clients/" + client.getKey().clientId() + ".json"),
          client.getKey().registration("\"scope\": \"" + client.getValue() + "\""));
    }
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  Path database() {
    return root.resolve("postgres");
  }

  Path keys() {
    return root.resolve("security");
  }

  /** Returns when it answers. */
  void start() throws IOException {
    String classes =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(it -> !Path.of(it).endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                // It is killed before it would have been worth it to optimise.
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=128m",
                "-cp",
                classes,
                AndironApplication.class.getName(),
                "--server.port=" + port,
                "--andiron.config-dir=" + root.resolve("fhir-config"),
                "--andiron.storage.embedded.directory=" + database(),
                "--andiron.security.key-directory=" + keys(),
                // Fewer than callers, whom nothing keeps from taking all.
                "--andiron.storage.pool-size=8",
                "--andiron.storage.connection-timeout=1s",
                "--andiron.admission.enabled=false",
                "--andiron.audit.commit-timeout=2s"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(root.resolve("server.log").toFile()))
            .start();
    awaitReady();
  }

  void awaitReady() {
    FhirHttp http = new FhirHttp("http://localhost:" + port);
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(UncheckedIOException.class)
        .until(
            () -> {
              if (process == null || !process.isAlive()) {
                throw new AssertionError("The server ended: " + root.resolve("server.log"));
              }
              return http.get("/actuator/health/readiness").status() == 200;
            });
  }

  /** As kill -9; PostgreSQL stays. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  RunningInstance postgres() {
    return await()
        .atMost(START)
        .until(() -> RunningInstance.find(database()), Optional::isPresent)
        .orElseThrow();
  }

  /** Stops it, and with it PostgreSQL. */
  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
