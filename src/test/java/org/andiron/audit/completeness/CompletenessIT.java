package org.andiron.audit.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.andiron.audit.completeness.Fault.Kind;
import org.andiron.audit.sealer.SigningKeyFile;
import org.andiron.audit.verification.LogVerification;
import org.andiron.audit.verification.VerificationReport;
import org.andiron.storage.postgres.RunningInstance;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.TestFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever is shown and whatever changes is in the log, and nothing else is, while server and
 * database are killed under random requests. {@code src/docs/operations/audit.md} says how it is
 * done.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletenessIT {

  private static final int REQUESTS = Integer.getInteger("andiron.completeness.requests", 20_000);
  private static final long SEED = Long.getLong("andiron.completeness.seed", 6);
  private static final int THREADS = 12;

  /** Each kind of fault comes once in so many requests. */
  private static final int ROUND = Math.min(REQUESTS, 20_000);

  private static final Path REPORT = Path.of("target", "completeness", "report.txt");

  private final Gate gate = new Gate();
  private final AtomicInteger sent = new AtomicInteger();
  private ServerProcess server;
  private RecordingProxy proxy;
  private Client client;
  private Callers callers;
  private Faults faults;
  private long since;
  private Reconciliation reconciliation;
  private List<String> findings = List.of();
  private VerificationReport verification;

  @BeforeAll
  void run() throws Exception {
    Map<SigningClient, String> clients = Callers.clients();
    server = new ServerProcess(TestFolder.of("completeness"), clients);
    server.start();
    proxy = new RecordingProxy(server.port());
    client = new Client(proxy.port());
    callers = new Callers(clients, client, "http://localhost:" + server.port());
    faults = new Faults(server, gate, this::answers);
    try (Connection connection = connect()) {
      since = lastVersion(connection);
    }
    for (Ask ask : RequestMix.beginning()) {
      HttpAnswer answer = send(ask, 0);
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
    Instant begun = Instant.now();
    askAndBreak();
    Duration took = Duration.between(begun, Instant.now());
    // What was sent must have been written down.
    proxy.close();
    reconciliation = new Reconciliation(proxy.exchanges(), faults.all());
    try (Connection connection = connect()) {
      findings = reconciliation.findings(connection, since);
    }
    verification = verify();
    report(took);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpAnswer send(Ask ask, int caller) {
    return client.send(
        ask.hasHeader("Authorization")
            ? ask
            : ask.with("Authorization", callers.authorization(caller)));
  }

  private boolean answers() {
    return send(Ask.get("/fhir/Patient/p0"), 0).status() == 200;
  }

  private void askAndBreak() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    List<CompletableFuture<Void>> working = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      RequestMix mix = new RequestMix(SEED * THREADS + i);
      working.add(CompletableFuture.runAsync(() -> ask(mix), threads));
    }
    working.add(CompletableFuture.runAsync(this::export, threads));
    Kind[] kinds = Kind.values();
    for (int round = 0; round < REQUESTS / ROUND; round++) {
      for (int i = 0; i < kinds.length; i++) {
        int at = round * ROUND + ROUND * (i + 1) / (kinds.length + 1);
        while (sent.get() < at) {
          Thread.sleep(20);
        }
        faults.cause(kinds[i]);
      }
    }
    for (CompletableFuture<Void> one : working) {
      one.get(1, TimeUnit.DAYS);
    }
    threads.shutdown();
  }

  private void ask(RequestMix mix) {
    while (sent.incrementAndGet() <= REQUESTS) {
      gate.pass();
      Ask ask = mix.next();
      HttpAnswer answer = send(ask, mix.caller());
      mix.heard(ask, answer);
      if (answer.status() == 0 || answer.status() >= 500) {
        pause(50);
      }
    }
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One export, with its files. */
  private void export() {
    String status =
        path(
            send(Ask.get("/fhir/$export?_type=Patient").with("Prefer", "respond-async"), 0)
                .header("content-location"));
    while (sent.get() < REQUESTS) {
      gate.pass();
      HttpAnswer manifest = send(Ask.get(status), 0);
      if (manifest.status() == 200 && manifest.whole()) {
        manifest
            .json()
            .get(0)
            .path("output")
            .forEach(
                it ->
                    send(
                        Ask.get(path(it.path("url").asText()))
                            .with("Accept", "application/fhir+ndjson"),
                        0));
        send(new Ask("DELETE", status, null, List.of()), 0);
        return;
      }
      pause(1_000);
    }
  }

  private static String path(String url) {
    return url.replaceFirst("^https?://[^/]*", "");
  }

  private Connection connect() throws SQLException {
    RunningInstance postgres = server.postgres();
    Connection connection =
        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    connection.setAutoCommit(false);
    return connection;
  }

  private static long lastVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet last = statement.executeQuery("select coalesce(max(pid), 0) from hfj_res_ver")) {
      last.next();
      return last.getLong(1);
    }
  }

  private VerificationReport verify() throws Exception {
    SigningKeyFile key = new SigningKeyFile(server.keys().resolve(SigningKeyFile.NAME));
    try (Connection first = connect();
        Connection second = connect()) {
      return new LogVerification(key.publicKeys(), List.of())
          .ofDatabase(List.of(first, second), (records, of) -> {});
    }
  }

  private void report(Duration took) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("seed %d, %d s".formatted(SEED, took.toSeconds()));
    reconciliation.counts().forEach((what, count) -> lines.add("%-40s %d".formatted(what, count)));
    for (Fault fault : faults.all()) {
      lines.add(
          "%-40s %d ms, %d requests meanwhile"
              .formatted(
                  fault.kind(),
                  Duration.between(fault.begun(), fault.ended()).toMillis(),
                  proxy.exchanges().values().stream().filter(fault::touches).count()));
    }
    lines.add("%-40s %d".formatted("sealed records verified", verification.records()));
    lines.add("%-40s %d".formatted("findings", findings.size()));
    lines.addAll(findings);
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines, StandardCharsets.UTF_8);
    System.out.println(String.join("\n", lines.subList(0, Math.min(150, lines.size()))));
  }

  @Test
  void nothingIsMissingAndNothingIsMadeUp() {
    assertThat(proxy.problems()).isEmpty();
    assertThat(findings).isEmpty();
  }

  @Test
  void eachFaultWasFelt() {
    assertThat(faults.all()).extracting(Fault::kind).contains(Kind.values());
    for (Fault fault : faults.all()) {
      assertThat(
              proxy.exchanges().values().stream()
                  .filter(fault::touches)
                  .filter(it -> !it.departed())
                  .filter(it -> it.status() == 0 || it.status() >= 500)
                  .count())
          .as(fault.toString())
          .isPositive();
    }
    assertThat(
            proxy.exchanges().values().stream()
                .filter(it -> it.departed() && it.bytes() > 0)
                .count())
        .as("answers from which clients left")
        .isPositive();
  }

  @Test
  void theLogIsWhole() {
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.records()).isGreaterThan(REQUESTS / 2);
  }

  /** Whoever compares would find what is not there. */
  @Test
  void whatIsMissingWouldBeFound() throws SQLException {
    Exchange shown =
        proxy.exchanges().values().stream()
            .filter(it -> it.status() == 200 && it.patients().size() == 1)
            .findFirst()
            .orElseThrow();
    Map<String, Exchange> forged = new HashMap<>(proxy.exchanges());
    forged.put(
        shown.requestId(),
        new Exchange(
            shown.requestId(),
            shown.method(),
            shown.path(),
            shown.status(),
            shown.bytes(),
            true,
            false,
            Set.of("of-another"),
            Set.of("Patient/p0/_history/999"),
            0,
            false,
            shown.begun(),
            shown.ended()));
    assertThat(findings(forged, since))
        .anyMatch(it -> it.startsWith("shown and not recorded: of [of-another]"));
    assertThat(findings(forged, since))
        .anyMatch(it -> it.startsWith("told as changed and not recorded: Patient/p0/_history/999"));
    forged.remove(shown.requestId());
    assertThat(findings(forged, since))
        .anyMatch(it -> it.startsWith("an event without its request"));
    assertThat(findings(proxy.exchanges(), Long.MAX_VALUE))
        .anyMatch(it -> it.startsWith("a change without its version"));
  }

  private List<String> findings(Map<String, Exchange> seen, long from) throws SQLException {
    try (Connection connection = connect()) {
      return new Reconciliation(seen, faults.all()).findings(connection, from);
    }
  }
}
