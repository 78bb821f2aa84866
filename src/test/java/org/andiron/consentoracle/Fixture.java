package org.andiron.consentoracle;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.andiron.consentoracle.TextTable.Row;
import org.hl7.fhir.r4.model.Consent;
import org.jspecify.annotations.Nullable;

/** The actors, resources and consents of a folder of test resources. */
final class Fixture {

  static final Instant NOW = Instant.parse("2023-06-01T12:00:00Z");

  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final String PRIVILEGED = "Group/ex-privilegedUsers";
  private static final Set<String> LEVELS = Set.of("N", "R", "V");

  private final String folder;
  private final World world;
  private final Map<String, Row> actors;
  private final Map<String, Facts> resources = new LinkedHashMap<>();
  private final Map<String, List<Consent>> consents = new LinkedHashMap<>();

  Fixture(String folder) {
    this.folder = folder;
    List<Party> parties =
        TextTable.read(folder + "/parties.txt").stream().map(Fixture::party).toList();
    this.world = World.of(ZoneOffset.UTC, parties, Map.of(), PRIVILEGED, false);
    this.actors =
        TextTable.read(folder + "/actors.txt").stream()
            .collect(
                Collectors.toMap(
                    row -> row.get("name"), Function.identity(), (a, b) -> a, LinkedHashMap::new));
    for (Row row : TextTable.read(folder + "/resources.txt")) {
      resources.put(row.get("name"), facts(row));
    }
  }

  Set<String> actors() {
    return actors.keySet();
  }

  Set<String> resources() {
    return resources.keySet();
  }

  Question question(
      String consent, ImplicitPolicy policy, String actor, Set<String> purposes, String resource) {
    Row who = actors.get(actor);
    return new Question(
        world,
        consents(consent),
        List.of(),
        policy,
        caller(who),
        purposes.stream().map(Fixture::purpose).collect(Collectors.toSet()),
        Interaction.READ,
        NOW,
        who.isYes("breaks the glass") ? emergency() : null,
        false,
        resources.get(resource));
  }

  /** One, or none. */
  private List<Consent> consents(String name) {
    return name.equals("none")
        ? List.of()
        : consents.computeIfAbsent(name, any -> List.of(consent(name)));
  }

  private Consent consent(String name) {
    String json = TextTable.text(folder + "/consents/" + name + ".json");
    return FHIR.newJsonParser().parseResource(Consent.class, json);
  }

  private static BreakGlass emergency() {
    return new BreakGlass(
        "Patient/ex-patient", "found unconscious", NOW.minus(Duration.ofMinutes(5)));
  }

  private static Code purpose(String name) {
    return name.equals("FooBar")
        ? new Code("http://example.org/policies/purposeOfUse", name)
        : Code.reason(name);
  }

  private static Party party(Row row) {
    return new Party(
        row.get("reference"),
        pairs(row, "identifiers", Ident::new),
        row.one("part of").orElse(null),
        row.one("practitioner").orElse(null));
  }

  private static Caller caller(Row row) {
    return new Caller(
        row.get("user"),
        null,
        Set.of(),
        row.all("organizations"),
        Set.of(),
        row.all("groups"),
        row.isYes("clinician"),
        false);
  }

  private static Facts facts(Row row) {
    return new Facts(
        row.get("reference"),
        Set.of(),
        row.all("patients"),
        Set.of(),
        Set.of(),
        pairs(row, "codes", Code::new),
        row.all("labels").stream().map(Fixture::label).collect(Collectors.toSet()),
        row.isYes("labelled"),
        span(row.one("date")),
        null,
        links(row, "refers to"),
        links(row, "referred from"),
        links(row, "author"),
        Inside.NOTHING);
  }

  private static @Nullable Span span(Optional<String> date) {
    return date.map(written -> Span.of(written, ZoneOffset.UTC)).orElse(null);
  }

  private static Code label(String label) {
    return LEVELS.contains(label) ? Code.confidentiality(label) : Code.sensitivity(label);
  }

  private static Set<Link> links(Row row, String column) {
    return row.all(column).stream().map(Link::to).collect(Collectors.toSet());
  }

  /** Words of a system and a value with a # between. */
  private static <T> Set<T> pairs(Row row, String column, BiFunction<String, String, T> make) {
    List<T> made = new ArrayList<>();
    for (String word : row.all(column)) {
      int hash = word.lastIndexOf('#');
      made.add(make.apply(word.substring(0, hash), word.substring(hash + 1)));
    }
    return Set.copyOf(made);
  }
}
