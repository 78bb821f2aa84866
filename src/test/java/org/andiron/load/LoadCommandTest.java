package org.andiron.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.andiron.load.FhirStub.Fault;
import org.andiron.startup.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadCommandTest {

  @TempDir Path folder;
  private FhirStub server;
  private final StringWriter output = new StringWriter();
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private StopSignal stop = new NoWait();
  private TokenSource.@Nullable Tokens tokens;

  /** Notes waits without waiting. */
  private final class NoWait extends StopSignal {
    @Override
    boolean pause(Duration duration) {
      pauses.add(duration);
      return !requested();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new FhirStub();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Nested
  class Order {

    @Test
    void hospitalsGoBeforePractitionersBeforePatients() throws IOException {
      write("a-patient.json", patientBundle("p1"));
      write("practitionerInformation1.json", practitioners());
      write("z-hospitals.json", hospitals());

      assertThat(load(folder)).isZero();
      assertThat(firstTypes()).containsExactly("Organization", "Practitioner", "Patient");
    }

    @Test
    void ndjsonOfMixedTypesFollowsItsReferences() throws IOException {
      write(
          "all.ndjson",
          observation("o1", "Patient/p1")
              + "\n"
              + resource(
                  "Patient", "p1", ",\"managingOrganization\":{\"reference\":\"Organization/x\"}")
              + "\n\n"
              + resource("Organization", "x", "")
              + "\r\n");

      server.checkReferences();
      assertThat(load(folder)).isZero();
      assertThat(firstTypes()).containsExactly("Organization", "Patient", "Observation");
    }

    @Test
    void referencesInACircleAreTriedAgain() throws IOException {
      StringBuilder lines = new StringBuilder();
      for (int i = 9; i > 0; i--) {
        lines.append(resource("Location", "l" + i, partOf(i))).append('\n');
      }
      write("Location.ndjson", lines.toString());

      server.checkReferences();
      assertThat(load(folder, "--batch-size", "2")).isZero();
      assertThat(server.count("Location")).isEqualTo(9);
    }

    private String partOf(int i) {
      return i == 1 ? "" : ",\"partOf\":{\"reference\":\"Location/l" + (i - 1) + "\"}";
    }

    private List<String> firstTypes() {
      return server.bundles().stream()
          .map(bundle -> bundle.at("/entry/0/resource/resourceType").asText())
          .toList();
    }
  }

  @Nested
  class Sources {

    @Test
    void gzipIsKnownByItsBytes() throws IOException {
      gzip("p1.json", patientBundle("p1"));
      gzip("Organization.ndjson.gz", resource("Organization", "o", "") + "\n");

      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(1);
      assertThat(server.count("Organization")).isEqualTo(1);
      assertThat(server.encodings()).containsOnly("null");
    }

    @Test
    void gzipCanBeSentAsItIs() throws IOException {
      gzip("p1.json.gz", patientBundle("p1"));

      assertThat(load(folder, "--compress")).isZero();
      assertThat(server.encodings()).containsExactly("gzip");
      assertThat(server.count("Patient")).isEqualTo(1);
    }

    @Test
    void collectionBecomesATransaction() throws IOException {
      write(
          "collection.json",
          """
          {"resourceType":"Bundle","type":"collection","entry":[
            {"resource":{"resourceType":"Patient","id":"p"},"fullUrl":"urn:uuid:1"},
            {"fullUrl":"urn:uuid:2","resource":{"valueQuantity":{"value":1.10},
              "resourceType":"Observation","subject":{"reference":"urn:uuid:1"}}}]}
          """);

      assertThat(load(folder)).isZero();
      JsonNode bundle = server.bundles().get(0);
      assertThat(bundle.path("type").asText()).isEqualTo("transaction");
      assertThat(bundle.at("/entry/0/request/url").asText()).isEqualTo("Patient/p");
      assertThat(bundle.at("/entry/0/request/method").asText()).isEqualTo("PUT");
      assertThat(bundle.at("/entry/1/request/method").asText()).isEqualTo("POST");
      assertThat(bundle.at("/entry/1/fullUrl").asText()).isEqualTo("urn:uuid:2");
    }

    @Test
    void singleResourcesAreSentTogether() throws IOException {
      write("a.json", resource("Patient", "a", ""));
      write("sub/b.json", resource("Patient", "b", ""));

      assertThat(load(folder)).isZero();
      assertThat(server.bundles()).hasSize(1);
      assertThat(server.count("Patient")).isEqualTo(2);
    }

    @Test
    void ndjsonCanHoldBundles() throws IOException {
      write("b.jsonl", patientBundle("p1") + "\n" + patientBundle("p2") + "\n");

      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(2);
      assertThat(server.count("Observation")).isEqualTo(2);
    }

    @Test
    void standardInputIsNdjson() throws IOException {
      String lines = resource("Patient", "a", "") + "\n" + resource("Patient", "b", "");

      assertThat(run(lines, "-", "--server", server.url())).isZero();
      assertThat(server.count("Patient")).isEqualTo(2);
    }

    @Test
    void unreadableFilesAreReportedAndTheRestIsLoaded() throws IOException {
      write("bad.json", "{\"resourceType\":\"Patient\",");
      write("plain.json", "{\"name\":\"nobody\"}");
      write("broken.json.gz", "\u001f\u008b");
      write("lines.ndjson", resource("Patient", "a", "") + "\n{oops\n");
      write("empty.ndjson", "");
      write("notes.txt", "nothing");

      assertThat(load(folder)).isEqualTo(1);
      assertThat(server.count("Patient")).isEqualTo(1);
      assertThat(rejected())
          .extracting(node -> Path.of(node.path("source").asText()).getFileName().toString())
          .containsExactlyInAnyOrder(
              "bad.json", "plain.json", "broken.json.gz", "lines.ndjson", "empty.ndjson");
      assertThat(output.toString()).contains("notes.txt").doesNotContain("nobody");
    }

    @Test
    void dryRunCountsWithoutAServer() throws IOException {
      write("p.json", patientBundle("p1"));
      write("hospitals.json", hospitals());

      assertThat(run("", folder.toString(), "--dry-run", "--server", "http://localhost:1/fhir"))
          .isZero();
      assertThat(output.toString()).contains("Step 2").containsPattern("Observation +1");
      assertThat(server.bundles()).isEmpty();
    }
  }

  @Nested
  class Repeats {

    @Test
    void busyServersAreAskedAgain() throws IOException {
      write("p.json", patientBundle("p1"));
      server.failNext(
          Fault.status(503),
          Fault.status(409),
          new Fault(429, Map.of("Retry-After", "0"), false),
          new Fault(429, Map.of("Retry-After", "7"), false));

      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(1);
      assertThat(pauses).hasSize(4).contains(Duration.ZERO, Duration.ofSeconds(7));
    }

    @Test
    void repeatsAreBounded() throws IOException {
      write("p.json", patientBundle("p1"));
      server.failNext(Fault.status(503), Fault.status(503), Fault.status(503));

      assertThat(load(folder, "--retries", "2")).isEqualTo(1);
      assertThat(rejected().get(0).path("status").asInt()).isEqualTo(503);
    }

    @Test
    void lostAnswerOfAStoredBundleMakesNoDuplicate() throws IOException {
      write("p.json", patientBundle("p1"));
      server.failNext(Fault.dropped(true));

      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(1);
      assertThat(output.toString()).containsPattern("Observation +1 ");
    }

    @Test
    void lostRequestIsSentAgainOnceTheServerLacksIt() throws IOException {
      write("p.json", patientBundle("p1"));
      server.failNext(Fault.dropped(false));

      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(1);
    }

    @Test
    void lostAnswerWithoutIdentifierIsReportedAsUnknownAndNotSentAgain() throws IOException {
      write("o.json", transaction(post("{\"resourceType\":\"Basic\"}")));
      server.failNext(Fault.dropped(true));

      assertThat(load(folder)).isEqualTo(1);
      assertThat(rejected().get(0).path("unknown").asBoolean()).isTrue();
      assertThat(load(folder)).isEqualTo(1);
      assertThat(server.count("Basic")).isEqualTo(1);
      assertThat(load(folder, "--resend-unknown")).isZero();
      assertThat(server.count("Basic")).isEqualTo(2);
    }

    @Test
    void updatesAreSentAgainWithoutAsking() throws IOException {
      write("Patient.ndjson", resource("Patient", "a", ""));
      server.failNext(Fault.dropped(true), Fault.status(502));

      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(1);
    }
  }

  @Nested
  class Rejections {

    @Test
    void refusedTransactionIsRejectedWholeNamingTheEntry() throws IOException {
      write("p1.json", patientBundle("p1"));
      write("p2.json", patientBundle("p2"));
      server.refuse(resource -> resource.toString().contains("code-p1"));

      assertThat(load(folder)).isEqualTo(1);
      JsonNode rejection = rejected().get(0);
      assertThat(rejection.path("status").asInt()).isEqualTo(422);
      assertThat(rejection.path("entry").asInt()).isEqualTo(1);
      assertThat(rejection.at("/resources/Patient").asInt()).isEqualTo(1);
      assertThat(rejection.at("/issues/0/diagnostics").asText()).isEqualTo("refused");
      assertThat(server.count("Patient")).isEqualTo(1);
    }

    @Test
    void entriesOfABatchStandForThemselves() throws IOException {
      String batch =
          transaction(
                  post(resource("Patient", "x", "")),
                  "{\"fullUrl\":\"urn:uuid:7\",\"resource\":{\"resourceType\":\"Basic\"},"
                      + "\"request\":{\"method\":\"POST\",\"url\":\"Basic\"}}")
              .replace("transaction", "batch");
      write("batch.json", batch);
      server.refuse(resource -> resource.path("resourceType").asText().equals("Basic"));

      assertThat(load(folder)).isEqualTo(1);
      assertThat(server.count("Patient")).isEqualTo(1);
      JsonNode rejection = rejected().get(0);
      assertThat(rejection.path("entry").asInt()).isEqualTo(1);
      assertThat(rejection.path("fullUrl").asText()).isEqualTo("urn:uuid:7");
      assertThat(rejection.at("/resources/Basic").asInt()).isEqualTo(1);
      assertThat(load(folder)).as("what is missing is still missing").isEqualTo(1);
      assertThat(server.count("Patient")).isEqualTo(1);
    }

    @Test
    void oneBadLineDoesNotTakeTheOthersWithIt() throws IOException {
      StringBuilder lines = new StringBuilder();
      for (int i = 1; i <= 50; i++) {
        lines.append(resource("Patient", "p" + i, "")).append('\n');
      }
      write("Patient.ndjson", lines.toString());
      server.refuse(resource -> resource.path("id").asText().equals("p7"));
      server.cannotParse(resource -> resource.path("id").asText().equals("p31"));

      assertThat(load(folder)).isEqualTo(1);
      assertThat(server.count("Patient")).isEqualTo(48);
      assertThat(rejected())
          .extracting(node -> node.path("line").asInt())
          .containsExactlyInAnyOrder(7, 31);

      server.refuse(resource -> false);
      server.cannotParse(resource -> false);
      int before = server.bundles().size();
      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(50);
      assertThat(server.bundles()).hasSize(before + 1);
      assertThat(rejected()).isEmpty();
    }
  }

  @Nested
  class Resume {

    @Test
    void aSecondRunSendsNothing() throws IOException {
      write("p1.json", patientBundle("p1"));
      write("Patient.ndjson", resource("Patient", "a", ""));

      assertThat(load(folder)).isZero();
      int before = server.bundles().size();
      assertThat(load(folder)).isZero();
      assertThat(server.bundles()).hasSize(before);
      assertThat(load(folder, "--fresh")).isZero();
      assertThat(server.bundles()).hasSize(2 * before);
    }

    @Test
    void anEmptiedServerIsLoadedAgain() throws IOException {
      write("p1.json", patientBundle("p1"));

      assertThat(load(folder)).isZero();
      server.empty();
      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(1);
      assertThat(load(folder)).isZero();
      assertThat(server.bundles()).hasSize(2);
    }

    @Test
    void anotherServerIsLoadedFromTheStart() throws IOException {
      write("p1.json", patientBundle("p1"));
      assertThat(load(folder)).isZero();
      try (FhirStub other = new FhirStub()) {
        assertThat(run("", folder.toString(), "--server", other.url())).isZero();
        assertThat(other.count("Patient")).isEqualTo(1);
      }
    }

    @Test
    void stoppingFinishesWhatIsUnderWayAndExitsWith130() throws IOException {
      for (int i = 0; i < 20; i++) {
        write("p" + i + ".json", patientBundle("p" + i));
      }
      server.onBundle(stop::request);

      assertThat(load(folder, "--concurrency", "1")).isEqualTo(130);
      int sent = server.bundles().size();
      assertThat(sent).isBetween(1, 2);
      server.onBundle(() -> {});
      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(20);
      assertThat(server.bundles()).hasSize(20);
    }

    @Test
    void aProcessKilledInTheMiddleLeavesNoDuplicate() throws Exception {
      for (int i = 0; i < 12; i++) {
        write("p" + i + ".json", patientBundle("p" + i));
      }
      CountDownLatch some = new CountDownLatch(5);
      server.onBundle(some::countDown);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Launcher.class.getName(),
                  folder.toString(),
                  "--server",
                  server.url(),
                  "--concurrency",
                  "2",
                  "--state",
                  state().toString(),
                  "--rejected",
                  rejectedFile().toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();
      process.destroyForcibly().waitFor();

      assertThat(load(folder)).isZero();
      assertThat(server.count("Patient")).isEqualTo(12);
    }
  }

  @Nested
  class Usage {

    @Test
    void requestsRunAtTheSameTime() throws IOException {
      CyclicBarrier four = new CyclicBarrier(4);
      for (int i = 0; i < 4; i++) {
        write("p" + i + ".json", patientBundle("p" + i));
      }
      server.onBundle(
          () -> {
            try {
              four.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });

      assertThat(load(folder, "--concurrency", "4")).isZero();
      assertThat(server.mostInFlight()).isEqualTo(4);
    }

    @Test
    void tokenIsSentAndNeverShown() throws IOException {
      write("p.json", patientBundle("p1"));

      assertThat(load(folder, "--token", "s3cret")).isZero();
      assertThat(server.tokens()).containsExactly("Bearer s3cret");
      assertThat(output.toString()).doesNotContain("s3cret");
    }

    @Test
    void aServerThatWantsATokenGetsThatOfTheOperator() throws IOException {
      write("p.json", patientBundle("p1"));
      server.takeOnly("Bearer t1"::equals);
      tokens = new CountedTokens();

      assertThat(load(folder)).isZero();
      assertThat(server.tokens()).containsExactly("Bearer t1");
    }

    @Test
    void aTokenThatIsRefusedUnderWayIsReplaced() throws IOException {
      write("p1.json", patientBundle("p1"));
      write("p2.json", patientBundle("p2"));
      server.takeOnly("Bearer t1"::equals);
      server.onBundle(() -> server.takeOnly("Bearer t2"::equals));
      tokens = new CountedTokens();

      assertThat(load(folder, "--concurrency", "1")).isZero();
      assertThat(server.tokens()).containsExactly("Bearer t1", "Bearer t2");
      assertThat(server.count("Patient")).isEqualTo(2);
    }

    @Test
    void aTokenOfTheCallerIsNotReplaced() throws IOException {
      write("p.json", patientBundle("p1"));
      server.takeOnly("Bearer t1"::equals);
      tokens = new CountedTokens();

      assertThat(load(folder, "--header", "authorization: Bearer mine")).isEqualTo(2);
      assertThat(output.toString()).contains("the server wants a token").doesNotContain("mine");
      assertThat(server.count("Patient")).isZero();
    }

    @Test
    void aServerThatWantsNoTokenGetsNone() throws IOException {
      write("p.json", patientBundle("p1"));
      tokens = new CountedTokens();

      assertThat(load(folder)).isZero();
      assertThat(server.tokens()).containsExactly("null");
    }

    @Test
    void theRunningServerIsTheDefault() throws IOException {
      write("p.json", patientBundle("p1"));

      assertThat(run("", folder.toString(), "--data-directory", "./known")).isZero();
      assertThat(server.count("Patient")).isEqualTo(1);
      assertThat(run("", folder.toString(), "--data-directory", "./other")).isEqualTo(2);
    }

    @Test
    void wrongUsageAndMissingServersExitWith2() throws IOException {
      write("p.json", patientBundle("p1"));

      assertThat(run("", "--server", server.url())).isEqualTo(2);
      assertThat(load(folder, "--concurrency", "65")).isEqualTo(2);
      assertThat(load(folder, "--timeout", "soon")).isEqualTo(2);
      assertThat(load(folder.resolve("absent"))).isEqualTo(2);
      assertThat(run("", folder.toString(), "--server", "ftp://x")).isEqualTo(2);
      server.close();
      assertThat(load(folder)).isEqualTo(2);
    }

    @Test
    void anUnknownCallerStopsTheLoad() throws IOException {
      write("p.json", patientBundle("p1"));
      server.failNext(Fault.status(401));

      assertThat(load(folder)).isEqualTo(2);
      assertThat(output.toString()).contains("--token");
    }

    @Test
    void helpShowsExamplesAndExitCodes() {
      assertThat(run("", "--help")).isZero();
      assertThat(output.toString()).contains("Examples:", "Exit codes:", "--dry-run");
    }
  }

  /** Gives t1, t2 and so on. */
  private static final class CountedTokens implements TokenSource.Tokens {
    private int number = 1;

    @Override
    public synchronized String current() {
      return "t" + number;
    }

    @Override
    public synchronized String insteadOf(String refused) {
      if (refused.equals(current())) {
        number++;
      }
      return current();
    }
  }

  /** The command in a process of its own. */
  static final class Launcher {
    public static void main(String[] args) {
      System.exit(
          new CommandLine(new LoadCommand(directory -> Optional.empty(), TokenSource.NONE))
              .execute(args));
    }
  }

  private int load(Path path, String... options) {
    List<String> arguments = new ArrayList<>(List.of(path.toString(), "--server", server.url()));
    arguments.addAll(List.of(options));
    return run("", arguments.toArray(String[]::new));
  }

  private int run(String stdin, String... arguments) {
    stop = stop.requested() ? new NoWait() : stop;
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--state", state().toString(), "--rejected", rejectedFile().toString()));
    RunningServer running =
        directory -> directory.endsWith("known") ? Optional.of(server.url()) : Optional.empty();
    LoadCommand command =
        new LoadCommand(
            running,
            (server, dataDirectory, key) -> Optional.ofNullable(tokens),
            stop,
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
    PrintWriter writer = new PrintWriter(output);
    return new CommandLine(command)
        .setOut(writer)
        .setErr(writer)
        .execute(all.toArray(String[]::new));
  }

  private Path state() {
    return folder.resolve(".state");
  }

  private Path rejectedFile() {
    return folder.resolve("rejected.ndjson");
  }

  private List<JsonNode> rejected() throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(rejectedFile())) {
      nodes.add(FhirStub.MAPPER.readTree(line));
    }
    return nodes;
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void gzip(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private static String resource(String type, String id, String more) {
    return "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"" + more + "}";
  }

  private static String observation(String id, String subject) {
    return resource("Observation", id, ",\"subject\":{\"reference\":\"" + subject + "\"}");
  }

  private static String post(String resource) {
    return "{\"resource\":" + resource + ",\"request\":{\"method\":\"POST\",\"url\":\"X\"}}";
  }

  private static String transaction(String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  private static String patientBundle(String name) {
    return transaction(
        post(
            "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:s\",\"value\":\""
                + name
                + "\"}]}"),
        post(
            "{\"resourceType\":\"Observation\",\"code\":{\"text\":\"code-"
                + name
                + "\"},\"performer\":[{\"reference\":\"Practitioner?identifier=a|1\"},"
                + "{\"reference\":\"Organization?identifier=b|1\"}]}"));
  }

  private static String hospitals() {
    return transaction(
        post("{\"resourceType\":\"Organization\"}"), post("{\"resourceType\":\"Location\"}"));
  }

  private static String practitioners() {
    return transaction(
        post("{\"resourceType\":\"Practitioner\"}"),
        post(
            "{\"resourceType\":\"PractitionerRole\","
                + "\"organization\":{\"reference\":\"Organization?identifier=b|1\"}}"));
  }
}
