package org.andiron.consent.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.proof.World.Store;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.Resource;

/** Makes requests of all kinds that the CapabilityStatement lists. The same seed, the same. */
final class RequestStream {

  /** How often something is stored meanwhile that the callers do not see, in requests. */
  private static final int EVENTS = 40;

  /**
   * Types with references that no search parameter has, so that their targets may be deleted: what
   * inner provisions name, the basis of a score, and all that is inside a Bundle.
   */
  private static final Set<String> WITHOUT_LINKS = Set.of("Consent", "RiskAssessment", "Bundle");

  private final Vocabulary words;
  private final SearchGrammar searches;
  private final WriteGrammar writes;
  private final OperationGrammar operations;
  private final World world;
  private final int callers;

  /**
   * @param callers how many there are
   * @param ownIds whether they may give ids to what they store
   */
  RequestStream(
      World world, CapabilityStatementRestComponent rest, int callers, boolean ownIds, long seed) {
    this.world = world;
    this.callers = callers;
    this.words = new Vocabulary(world, new Random(seed), Marks.of("requests", seed));
    this.searches = new SearchGrammar(words, rest);
    this.writes = new WriteGrammar(words, searches, ownIds);
    this.operations = new OperationGrammar(words, writes, rest, callers - 1);
    if (!operations.unknown().isEmpty()) {
      throw new AssertionError(
          "Give these operations a generator in OperationGrammar, or a reason why they are left"
              + " out: "
              + operations.unknown());
    }
  }

  /** Requests that change nothing. */
  List<Step> reading(int count) {
    List<Step> steps = new ArrayList<>();
    while (steps.size() < count) {
      Step step = reading();
      if (step.method().equals("GET") || step.path().endsWith("/_search")) {
        steps.add(step);
      }
    }
    return steps;
  }

  /** Requests of all kinds, while others store something now and then. */
  List<Step> mixed(int count) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i % EVENTS == EVENTS - 1) {
        steps.add(event());
      }
      steps.add(words.chance(27) ? writing() : reading());
    }
    return steps;
  }

  /** The first caller makes most of them. */
  private int caller() {
    return words.chance(50) ? 0 : words.random().nextInt(callers);
  }

  private Step event() {
    List<Map.Entry<String, Resource>> some =
        world.newest().entrySet().stream()
            .filter(it -> !world.shared().contains(it.getKey()))
            .filter(it -> it.getKey().matches("(Observation|Condition|Task|Immunization)/.*"))
            .filter(it -> words.isHidden(it.getKey()))
            .toList();
    Resource resource = words.any(some).getValue();
    return Step.of(new Store(resource.getId(), WorldGenerator.next(words.marks(), resource)));
  }

  private Step reading() {
    int caller = caller();
    String type = words.type();
    int dice = words.random().nextInt(100);
    if (dice < 38) {
      return Step.of(caller, words.chance(5) ? "HEAD" : "GET", type, searches.search(type));
    }
    if (dice < 42) {
      return Step.of(caller, "POST", type + "/_search", List.of())
          .withBody(
              String.join("&", searches.search(type)),
              "Content-Type",
              "application/x-www-form-urlencoded");
    }
    if (dice < 46) {
      return Step.of(caller, "GET", "", searches.ofSystem());
    }
    if (dice < 56) {
      return read(caller, type);
    }
    if (dice < 60) {
      return Step.of(
          caller,
          "GET",
          type + "/" + words.id(type) + "/_history/" + words.one(1, 1, 2, 3),
          List.of());
    }
    if (dice < 68) {
      return history(caller, type);
    }
    if (dice < 72) {
      return Step.of(
          caller,
          "GET",
          "Patient/" + words.id("Patient") + "/" + words.one(type, type, "*"),
          words.chance(50) ? List.of("_count=" + words.one(1, 3)) : List.of());
    }
    if (dice < 80) {
      int of = words.chance(25) ? caller() : caller;
      return Step.of(caller, "GET", Step.NEXT, List.of("of=" + of));
    }
    return operations.call(caller);
  }

  private Step read(int caller, String type) {
    Step step =
        Step.of(
            caller,
            words.chance(10) ? "HEAD" : "GET",
            type + "/" + words.id(type),
            words.chance(10)
                ? List.of("_summary=" + words.one("true", "text", "data"))
                : List.of());
    if (words.chance(10)) {
      return step.withHeader("If-None-Match", words.one("W/\"1\"", "W/\"2\""));
    }
    return words.chance(10) ? step.withHeader("Accept", "application/fhir+xml") : step;
  }

  private Step history(int caller, String type) {
    List<String> parameters = new ArrayList<>();
    if (words.chance(50)) {
      parameters.add("_count=" + words.one(1, 3, 10));
    }
    if (words.chance(30)) {
      parameters.add(
          words.one("_since", "_at")
              + "="
              + WorldDatabase.FIRST_STORED.plusSeconds(words.random().nextInt(60_000)));
    }
    String path =
        switch (words.random().nextInt(4)) {
          case 0 -> "_history";
          case 1 -> type + "/_history";
          default -> type + "/" + words.id(type) + "/_history";
        };
    return Step.of(caller, "GET", path, parameters);
  }

  /** Requests that would change, delete or refer to what is hidden, not there, or protected. */
  List<Step> refused() {
    List<Step> steps = new ArrayList<>();
    for (String type : List.of("Observation", "Condition", "Encounter", "Patient", "Task")) {
      steps.addAll(writes.ofHidden(type));
    }
    steps.addAll(writes.ofProtected());
    steps.addAll(writes.bundlesOfHidden());
    steps.addAll(writes.ofMasked("Observation"));
    steps.add(Step.of(0, "GET", "Observation/$meta", List.of()));
    for (String type : List.of("Binary", "Observation")) {
      steps.add(Step.of(0, "GET", words.resource(type, true).getId(), List.of()));
      steps.add(Step.of(0, "GET", type + "/_history", List.of("_count=1")));
    }
    // Above what is hidden there may be what others are part of too.
    for (Resource hidden : words.hidden("Encounter")) {
      String search = "part-of:above=" + Vocabulary.encoded(hidden.getId());
      steps.add(Step.of(0, "GET", "Encounter", List.of(search)));
    }
    // Of whom less exists does not get another's pages.
    steps.add(Step.of(0, "GET", "Observation", List.of("_count=2")));
    steps.add(Step.of(callers - 1, "GET", Step.NEXT, List.of("of=0")));
    return steps;
  }

  /** What says how the server is called: nothing of what it has. */
  List<Step> documents() {
    List<Step> steps = new ArrayList<>();
    for (int caller : callers == 1 ? List.of(0) : List.of(0, callers - 1)) {
      steps.add(Step.of(caller, "GET", "metadata", List.of()));
      steps.add(Step.of(caller, "GET", "metadata", List.of("mode=terminology")));
      steps.add(
          Step.of(caller, "GET", "api-docs", List.of()).withHeader("Accept", "application/json"));
      for (String page : List.of("Patient", "Observation", "Consent")) {
        steps.add(
            Step.of(caller, "GET", "api-docs", List.of("page=" + page))
                .withHeader("Accept", "application/json"));
      }
      steps.add(
          Step.of(caller, "GET", "swagger-ui/", List.of("page=Patient"))
              .withHeader("Accept", "text/html"));
      steps.add(Step.of(caller, "GET", ".well-known/smart-configuration", List.of()));
    }
    return steps;
  }

  /** Deletions of what only hidden resources refer to: refused, without a word about these. */
  List<Step> deletionsOfReferred() {
    // What was deleted, or says something else now, refers to nothing any more.
    Set<String> referred =
        world.newest().entrySet().stream()
            .filter(it -> world.hidden().contains(it.getKey()))
            .filter(it -> !WITHOUT_LINKS.contains(it.getValue().fhirType()))
            .flatMap(it -> Judge.targets(it.getValue()).stream())
            .collect(Collectors.toSet());
    return world.pinned().stream()
        .filter(referred::contains)
        .filter(it -> !it.startsWith("Practitioner/"))
        .filter(it -> world.visible().noneMatch(seen -> Judge.targets(seen).contains(it)))
        .map(it -> Step.of(0, "DELETE", it, List.of()))
        .toList();
  }

  private Step writing() {
    int caller = caller();
    return switch (words.random().nextInt(14)) {
      case 0, 1 -> writes.create(caller);
      case 2, 3 -> writes.createConditionally(caller);
      case 4, 5 -> writes.update(caller);
      case 6 -> writes.updateConditionally(caller);
      case 7 -> writes.patch(caller);
      case 8 -> writes.patchConditionally(caller);
      case 9 -> writes.delete(caller);
      case 10 -> writes.deleteConditionally(caller);
      case 11 -> writes.bundle(caller, BundleType.BATCH);
      default -> writes.bundle(caller, BundleType.TRANSACTION);
    };
  }
}
