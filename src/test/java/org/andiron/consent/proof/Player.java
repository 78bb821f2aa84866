package org.andiron.consent.proof;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.consent.proof.World.Store;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;

/** Makes the requests of a stream and notes what comes back. */
final class Player {

  private static final Pattern MADE = Pattern.compile("made\\.([A-Za-z]+)\\.(\\d+)\\.");

  /** Of the connection, or of the moment. */
  private static final Set<String> NOT_COMPARED =
      Set.of("date", "content-length", "connection", "keep-alive", "transfer-encoding");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final IntFunction<FhirHttp> callers;
  private final Consumer<List<Store>> events;
  private final Set<String> canaries;
  private final Normaliser normaliser;
  private final Map<String, List<String>> made = new HashMap<>();

  /** Tokens that callers have stored themselves, if they had them from anywhere. */
  private final Set<String> stored = new TreeSet<>();

  private final Map<Integer, Page> next = new HashMap<>();

  /** The next page, of what was asked for in some words. */
  private record Page(String url, String said) {}

  /**
   * What came back.
   *
   * @param text status, headers and body, without what differs between two runs
   * @param canaries tokens of hidden resources in it, which the caller had not said
   */
  record Heard(int status, String text, Set<String> canaries) {

    /** Whether the server failed, at it all or at an entry of a batch. */
    boolean isFailure() {
      return status == 500 || text.contains("\"status\":\"500");
    }
  }

  /**
   * @param callers how to call as each of them
   * @param events stores what an event says, if it is in this world
   */
  Player(IntFunction<FhirHttp> callers, Consumer<List<Store>> events, Set<String> canaries) {
    this.callers = callers;
    this.events = events;
    this.canaries = canaries;
    this.normaliser = new Normaliser(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** Turns no page of what was asked for before: each time the same steps begin alike. */
  void forgetPages() {
    next.clear();
  }

  List<Heard> play(List<Step> steps) {
    forgetPages();
    List<Heard> heard = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      heard.add(play(steps.get(i), i));
    }
    return heard;
  }

  Heard play(Step step, int number) {
    if (step.event() != null) {
      events.accept(List.of(step.event()));
      // Pages end when something else is withheld from their reader than before.
      next.clear();
      return new Heard(0, "", Set.of());
    }
    Page asked = new Page(step.url(), step.said());
    if (step.path().equals(Step.NEXT)) {
      int of = Integer.parseInt(step.parameters().get(0).substring("of=".length()));
      asked = next.getOrDefault(of, new Page("/_history?_count=1", ""));
    }
    String body = step.body() == null ? null : filled(step.body());
    List<String> headers = new ArrayList<>(step.headers());
    headers.add("X-Request-Id");
    headers.add("proof-" + number);
    FhirHttp http = callers.apply(step.caller());
    Answer answer =
        http.send(step.method(), filled(asked.url()), body, headers.toArray(String[]::new));
    if (answer.status() < 300 && body != null) {
      stored.addAll(Marks.in(body));
    }
    return heard(step, asked.said(), answer, text(answer) + exported(http, answer));
  }

  private Heard heard(Step step, String said, Answer answer, String raw) {
    if (answer.status() == 201) {
      answer
          .header("Location")
          .ifPresent(
              location -> {
                String[] parts = location.replaceAll("/_history/.*", "").split("/");
                made.computeIfAbsent(parts[parts.length - 2], it -> new ArrayList<>())
                    .add(parts[parts.length - 1]);
              });
    }
    if (answer.status() == 200 && raw.contains("\"next\"")) {
      answer.next().ifPresent(it -> next.put(step.caller(), new Page(it, said)));
    }
    String compared = step.method().equals("GET") ? raw : Normaliser.withLabelsInOrder(raw);
    if (step.body() != null) {
      compared = Normaliser.withoutWhichLeadsNowhere(compared, step.body());
    }
    if (step.path().contains("$reindex")) {
      compared = Normaliser.withRowsInOrder(compared);
    }
    if (step.path().endsWith("$access-report") && answer.status() == 200) {
      // The log is never emptied: it has what was done in both worlds.
      compared = "a report";
    }
    return new Heard(answer.status(), normaliser.normalise(compared), canariesIn(raw, said));
  }

  private Set<String> canariesIn(String raw, String said) {
    Set<String> found = new TreeSet<>(Marks.in(raw));
    found.retainAll(canaries);
    found.removeIf(it -> said.contains(it) || stored.contains(it));
    return found;
  }

  /** The files of an export, which must be done when the next request comes. */
  private String exported(FhirHttp http, Answer asked) {
    String status = asked.header("Content-Location").orElse("");
    if (asked.status() != 202 || !status.contains("$export-poll-status")) {
      return "";
    }
    Instant until = Instant.now().plus(PATIENCE);
    Answer manifest = http.get(status);
    while (manifest.status() == 202 && Instant.now().isBefore(until)) {
      sleep();
      manifest = http.get(status);
    }
    if (manifest.status() != 200) {
      return "\n" + text(manifest);
    }
    StringBuilder files = new StringBuilder();
    for (var output : manifest.json().path("output")) {
      Answer file = http.get(output.path("url").asText(), "Accept", "application/fhir+ndjson");
      files.append("\n").append(output.path("type").asText()).append(' ').append(file.status());
      normaliser.inOrder(file.body().lines()).forEach(it -> files.append('\n').append(it));
    }
    http.delete(status);
    return files.toString();
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>();
    answer
        .response()
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    headers.keySet().removeAll(NOT_COMPARED);
    return answer.status()
        + " "
        + headers
        + "\n"
        + new String(answer.response().body(), StandardCharsets.UTF_8);
  }

  private String filled(String text) {
    Matcher matcher = MADE.matcher(text);
    return matcher.replaceAll(
        found -> {
          List<String> ids = made.getOrDefault(found.group(1), List.of());
          return ids.isEmpty()
              ? "none-was-made"
              : ids.get(Integer.parseInt(found.group(2)) % ids.size());
        });
  }
}
