package org.andiron.audit.completeness;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Random requests of all kinds, about few enough resources that many of them meet. The same seed
 * and the same answers, the same requests.
 */
final class RequestMix {

  static final int PATIENTS = 40;
  private static final int RESOURCES = 300;
  private static final int MOST_KNOWN = 50;

  private static final List<String> TYPES =
      List.of(
          "Observation",
          "Observation",
          "Observation",
          "Condition",
          "Encounter",
          "Procedure",
          "Immunization",
          "AllergyIntolerance",
          "Communication",
          "List",
          "Device",
          "Task",
          "Practitioner",
          "Binary",
          "Patient");

  private final Random random;
  private final List<Supplier<Ask>> kinds = new ArrayList<>();

  /** Paths of pages that answers have named. */
  private final List<String> pages = new ArrayList<>();

  /** References to what was created. */
  private final List<String> made = new ArrayList<>();

  RequestMix(long seed) {
    this.random = new Random(seed);
    add(24, () -> Ask.get(resource()));
    add(5, () -> Ask.get(resource() + "/_history/" + (1 + random.nextInt(3))));
    add(3, () -> Ask.get("/fhir/" + type() + "/not-there-" + random.nextInt(99)));
    add(16, () -> Ask.get(search()));
    add(2, this::postedSearch);
    add(2, () -> Ask.get("/fhir/Observation?subject=Patient/" + patient() + "&_summary=count"));
    add(4, this::page);
    add(4, this::history);
    add(2, () -> Ask.get("/fhir/Patient/" + patient() + "/" + type() + "?_count=5"));
    add(1, () -> Ask.get("/fhir/Patient/" + patient() + "/$everything?_count=10"));
    add(2, this::operation);
    add(2, this::graph);
    add(6, () -> Ask.of("POST", "/fhir/Observation", body("Observation", "")));
    add(2, this::conditionalCreate);
    add(8, this::update);
    add(2, this::conditionalUpdate);
    add(3, this::patch);
    add(1, this::conditionalPatch);
    add(3, () -> new Ask("DELETE", resource(), null, List.of()));
    add(1, () -> new Ask("DELETE", "/fhir/Observation?" + criteria(), null, List.of()));
    add(3, () -> bundle("batch"));
    add(3, () -> bundle("transaction"));
    add(3, this::bad);
  }

  private void add(int weight, Supplier<Ask> kind) {
    for (int i = 0; i < weight; i++) {
      kinds.add(kind);
    }
  }

  /** Patients, to whom all else refers. */
  static List<Ask> beginning() {
    return IntStream.range(0, PATIENTS)
        .mapToObj(
            it ->
                Ask.of(
                    "PUT",
                    "/fhir/Patient/p" + it,
                    "{\"resourceType\":\"Patient\",\"id\":\"p" + it + "\"}"))
        .toList();
  }

  /** The next request, without who sends it. */
  Ask next() {
    Ask ask = kinds.get(random.nextInt(kinds.size())).get();
    return chance(2) ? ask.with(RecordingProxy.LEAVES, String.valueOf(leaves())) : ask;
  }

  private int leaves() {
    return chance(30) ? 0 : 1 + random.nextInt(4_000);
  }

  int caller() {
    return chance(75) ? 0 : random.nextInt(3);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Learns what can be asked for next. */
  void heard(Ask ask, HttpAnswer answer) {
    String location = answer.header("location");
    if (answer.status() == 201 && ask.method().equals("POST") && !location.isEmpty()) {
      remember(made, location.replaceAll("^https?://[^/]*", "").replaceAll("/_history/.*", ""));
    }
    if (answer.status() == 200 && answer.whole()) {
      answer
          .json()
          .forEach(
              root ->
                  root.path("link")
                      .forEach(
                          link -> {
                            if (link.path("relation").asText().equals("next")) {
                              remember(
                                  pages,
                                  link.path("url").asText().replaceAll("^https?://[^/]*", ""));
                            }
                          }));
    }
  }

  private void remember(List<String> known, String one) {
    if (known.size() < MOST_KNOWN) {
      known.add(one);
    } else {
      known.set(random.nextInt(MOST_KNOWN), one);
    }
  }

  private String type() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  private String patient() {
    return "p" + random.nextInt(PATIENTS);
  }

  private String resource() {
    if (!made.isEmpty() && chance(25)) {
      return made.get(random.nextInt(made.size()));
    }
    return "/fhir/" + reference(type());
  }

  private String reference(String type) {
    return type.equals("Patient")
        ? "Patient/" + patient()
        : type + "/r" + random.nextInt(RESOURCES / 10);
  }

  private String criteria() {
    return "identifier=urn:completeness%7C" + random.nextInt(RESOURCES);
  }

  private String search() {
    return "/fhir/"
        + switch (random.nextInt(9)) {
          case 0 -> "Observation?patient=" + patient() + "&_count=5";
          case 1 -> "Observation?" + criteria();
          case 2 -> "Patient?family=nobody" + random.nextInt(99);
          case 3 -> "Patient?_id=" + patient() + "&_revinclude=Observation:subject&_count=10";
          case 4 -> "Observation?status=amended&_count=3&_include=Observation:subject";
          case 5 -> type() + "?_count=4&_sort=-_lastUpdated";
          case 6 -> "Condition?subject=Patient/" + patient();
          case 7 -> "Observation?subject.identifier=urn:completeness%7C" + random.nextInt(99);
          default -> "?_type=Condition,Encounter&_count=4";
        };
  }

  private Ask postedSearch() {
    return Ask.of("POST", "/fhir/Observation/_search", "subject=Patient/" + patient() + "&_count=4")
        .with("Content-Type", "application/x-www-form-urlencoded");
  }

  private Ask page() {
    return Ask.get(pages.isEmpty() ? search() : pages.get(random.nextInt(pages.size())));
  }

  private Ask history() {
    return Ask.get(
        switch (random.nextInt(4)) {
          case 0 -> "/fhir/_history?_count=5";
          case 1 -> "/fhir/" + type() + "/_history?_count=5";
          default -> resource() + "/_history";
        });
  }

  private Ask operation() {
    return switch (random.nextInt(6)) {
      case 0 -> Ask.get(resource() + "/$meta");
      case 1 -> Ask.get("/fhir/Observation/$lastn?max=1&subject=Patient/" + patient());
      case 2 -> Ask.of("POST", "/fhir/Observation/$validate", body("Observation", ""));
      case 3 -> chance(50) ? Ask.get(resource() + "/$diff") : compared(reference(type()));
      case 4 -> Ask.get("/fhir/Patient/" + patient() + "/$risk-score?model=cha2ds2-vasc");
      default ->
          Ask.get("/fhir/CodeSystem/$lookup?system=http://loinc.org&code=" + random.nextInt(999));
    };
  }

  private static Ask compared(String reference) {
    return Ask.get("/fhir/$diff?from=" + reference + "/_history/1&to=" + reference);
  }

  private Ask graph() {
    String query =
        chance(50)
            ? "{ObservationList(subject:\\\"Patient/%s\\\"){resourceType id subject{reference}}}"
                .formatted(patient())
            : "{Patient(id:\\\"%s\\\"){resourceType id name{family}}}".formatted(patient());
    return Ask.of("POST", "/fhir/$graphql", "{\"query\":\"" + query + "\"}")
        .with("Content-Type", "application/json");
  }

  private Ask conditionalCreate() {
    return Ask.of("POST", "/fhir/Observation", body("Observation", ""))
        .with("If-None-Exist", criteria());
  }

  private Ask update() {
    String reference = reference(type());
    String[] parts = reference.split("/", -1);
    Ask ask = Ask.of("PUT", "/fhir/" + reference, body(parts[0], parts[1]));
    return chance(10) ? ask.with("If-Match", "W/\"" + random.nextInt(4) + "\"") : ask;
  }

  private Ask conditionalUpdate() {
    return Ask.of("PUT", "/fhir/Observation?" + criteria(), body("Observation", ""));
  }

  private Ask patch() {
    return Ask.of("PATCH", resource(), patchBody())
        .with("Content-Type", "application/json-patch+json");
  }

  private Ask conditionalPatch() {
    return Ask.of("PATCH", "/fhir/Observation?" + criteria(), patchBody())
        .with("Content-Type", "application/json-patch+json");
  }

  private String patchBody() {
    return "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"%s\"}]"
        .formatted(chance(50) ? "de" : "fr");
  }

  private Ask bad() {
    return switch (random.nextInt(7)) {
      case 0 -> Ask.of("POST", "/fhir/Observation", "{\"resourceType\":\"Observation\",");
      case 1 -> Ask.of("POST", "/fhir/Patient", "{\"resourceType\":\"Observation\"}");
      case 2 -> Ask.get("/fhir/Patient?no-such-parameter=1");
      case 3 -> Ask.get("/fhir/NoSuchType/1");
      case 4 -> Ask.get(resource()).with("Authorization", "Bearer no.such.token");
      case 5 -> Ask.get(search()).with("Authorization", "Basic bm9ib2R5Og==");
      default -> Ask.get("/fhir/Patient/" + patient() + "/$no-such-operation");
    };
  }

  private Ask bundle(String kind) {
    List<String> entries = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      entries.add(entry("r" + (i * 7 + random.nextInt(7)) % (RESOURCES / 10)));
    }
    Ask ask =
        Ask.of(
            "POST",
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
                .formatted(kind, String.join(",", entries)));
    return chance(40) ? ask.with("Prefer", "return=representation") : ask;
  }

  private String entry(String id) {
    String patient = patient();
    return switch (random.nextInt(8)) {
      case 0, 1 -> entry("PUT", "Condition/" + id, body("Condition", id), "");
      case 2 -> entry("POST", "Observation", body("Observation", ""), "");
      case 3 ->
          entry(
              "POST",
              "Observation",
              body("Observation", ""),
              ",\"ifNoneExist\":\"" + criteria() + "\"");
      case 4 -> entry("DELETE", "Observation/" + id, "", "");
      case 5 -> entry("GET", "Patient/" + patient, "", "");
      case 6 -> entry("GET", "Observation?subject=Patient/" + patient + "&_count=3", "", "");
      default -> entry("GET", "Encounter/" + id, "", "");
    };
  }

  private String entry(String method, String url, String resource, String more) {
    // What is there already is shown only where an entry has a URL of its own.
    String fullUrl =
        method.equals("POST")
            ? "\"fullUrl\":\"urn:uuid:" + new UUID(random.nextLong(), random.nextLong()) + "\","
            : "";
    return "{%s\"request\":{\"method\":\"%s\",\"url\":\"%s\"%s}}"
        .formatted(
            resource.isEmpty() ? "" : fullUrl + "\"resource\":" + resource + ",",
            method,
            url,
            more);
  }

  /** With few contents, so that some updates change nothing. */
  private String body(String type, String id) {
    String subject = "{\"reference\":\"Patient/" + patient() + "\"}";
    String more =
        switch (type) {
          case "Patient" ->
              "\"name\":[{\"family\":\"F%d\"}]".formatted(random.nextInt(9))
                  + (chance(10)
                      ? ",\"link\":[{\"other\":" + subject + ",\"type\":\"seealso\"}]"
                      : "");
          case "Observation" ->
              "\"status\":\"%s\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8867-4\"}]},\"subject\":%s,\"valueQuantity\":{\"value\":%d}%s"
                  .formatted(
                      chance(50) ? "final" : "amended",
                      subject,
                      random.nextInt(9),
                      chance(10)
                          ? ",\"performer\":[{\"reference\":\"Patient/" + patient() + "\"}]"
                          : "");
          case "Condition" -> "\"code\":{\"text\":\"c\"},\"subject\":" + subject;
          case "Encounter" ->
              "\"status\":\"planned\",\"class\":{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"AMB\"},\"subject\":"
                  + subject;
          case "Procedure" ->
              "\"status\":\"completed\",\"code\":{\"text\":\"p\"},\"subject\":" + subject;
          case "Immunization" ->
              "\"status\":\"completed\",\"vaccineCode\":{\"text\":\"v\"},\"occurrenceDateTime\":\"2026-01-02\",\"patient\":"
                  + subject;
          case "AllergyIntolerance" -> "\"code\":{\"text\":\"a\"},\"patient\":" + subject;
          case "Communication" ->
              "\"status\":\"completed\",\"subject\":%s,\"recipient\":[{\"reference\":\"Patient/%s\"}]"
                  .formatted(subject, patient());
          case "List" -> "\"status\":\"current\",\"mode\":\"working\",\"subject\":" + subject;
          case "Device" -> "\"status\":\"active\",\"patient\":" + subject;
          case "Task" -> "\"status\":\"requested\",\"intent\":\"order\",\"for\":" + subject;
          case "Practitioner" -> "\"name\":[{\"family\":\"D%d\"}]".formatted(random.nextInt(9));
          case "Binary" -> "\"contentType\":\"text/plain\",\"data\":\"eA==\"";
          default -> throw new IllegalArgumentException(type);
        };
    String identifier =
        type.equals("Binary")
            ? ""
            : "\"identifier\":[{\"system\":\"urn:completeness\",\"value\":\"%d\"}],"
                .formatted(random.nextInt(RESOURCES));
    return "{\"resourceType\":\"%s\",%s%s%s}"
        .formatted(type, id.isEmpty() ? "" : "\"id\":\"" + id + "\",", identifier, more);
  }
}
