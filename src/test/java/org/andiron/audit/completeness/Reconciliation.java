package org.andiron.audit.completeness;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.andiron.audit.completeness.Fault.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a proxy saw, what the database has, and what the log says. It knows nothing of how
 * the log is written.
 */
final class Reconciliation {

  private static final int FETCHED = 1_000;

  private final Map<String, Exchange> exchanges;
  private final List<Fault> faults;

  /** By request. */
  private final Map<String, OfRequest> logged = new HashMap<>();

  /** Events of changes, by version and patient. */
  private final Map<String, List<Change>> changes = new HashMap<>();

  /** Versions that events name, after the id of their request. */
  private final Set<String> made = new HashSet<>();

  private final List<String> findings = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Set<String> exported = new HashSet<>();

  private static final class OfRequest {
    private final Set<String> patients = new HashSet<>();
    private int refusals;
  }

  private record Change(@Nullable String requestId, Instant recorded) {}

  /**
   * @param exchanges by the id of the request
   */
  Reconciliation(Map<String, Exchange> exchanges, List<Fault> faults) {
    this.exchanges = exchanges;
    this.faults = List.copyOf(faults);
  }

  /**
   * What is missing, or should not be there.
   *
   * @param since the last version that was there before the requests
   */
  List<String> findings(Connection database, long since) throws SQLException {
    readEvents(database);
    readVersions(database, since);
    changes.forEach(
        (key, events) ->
            events.forEach(
                it ->
                    find(
                        "a change without its version: "
                            + key
                            + ", "
                            + it
                            + " of "
                            + exchanges.get(String.valueOf(it.requestId())))));
    exchanges.values().forEach(this::check);
    return List.copyOf(findings);
  }

  /** How many of what. */
  Map<String, Integer> counts() {
    return counts;
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private void find(String what) {
    findings.add(what);
  }

  private void readEvents(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.setFetchSize(FETCHED);
      try (ResultSet rows =
          statement.executeQuery(
              "select id, recorded, request_id, content from andiron.audit_event where not"
                  + " is_foreign")) {
        while (rows.next()) {
          take(
              LoggedEvent.of(
                  rows.getString("id"),
                  rows.getTimestamp("recorded").toInstant(),
                  rows.getString("request_id"),
                  rows.getString("content")));
        }
      }
    }
  }

  private void take(LoggedEvent event) {
    count("event " + event.kind() + (event.successful() ? "" : " refused"));
    if (event.isOfVersion()) {
      changes
          .computeIfAbsent(key(event.data(), event.patient()), it -> new ArrayList<>())
          .add(new Change(event.requestId(), event.recorded()));
      made.add(event.requestId() + " " + event.data());
    }
    if (event.kind().equals("export-content")) {
      exported.add(event.patient());
    }
    String requestId = event.requestId();
    if (requestId == null) {
      return;
    }
    Exchange exchange = exchanges.get(requestId);
    if (exchange == null) {
      find("an event without its request: " + event);
      return;
    }
    OfRequest of = logged.computeIfAbsent(requestId, it -> new OfRequest());
    if (event.successful()) {
      of.patients.add(event.patient());
    } else {
      of.refusals++;
    }
    if (event.isOfReading() && !mayHaveShown(exchange)) {
      find("an event of something that was not shown: " + event + " of " + exchange);
    }
    if (!event.successful() && !mayHaveBeenRefused(exchange)) {
      find("an event of a refusal that was none: " + event + " of " + exchange);
    }
  }

  /** What broke just when it was recorded is recorded more, never less. */
  private boolean mayHaveShown(Exchange exchange) {
    return exchange.succeeded() || isBroken(exchange) || inFault(exchange);
  }

  private boolean mayHaveBeenRefused(Exchange exchange) {
    return exchange.status() >= 400
        || exchange.refusedEntries() > 0
        || isBroken(exchange)
        || inFault(exchange);
  }

  private static boolean isBroken(Exchange exchange) {
    return exchange.departed() || !exchange.whole();
  }

  private boolean inFault(Exchange exchange) {
    return faults.stream().anyMatch(it -> it.touches(exchange));
  }

  private static String key(String version, String patient) {
    return version + " of " + (patient.isEmpty() ? "nobody" : patient);
  }

  private void readVersions(Connection database, long since) throws SQLException {
    Map<String, Set<String>> former = new HashMap<>();
    try (Statement statement = database.createStatement()) {
      statement.setFetchSize(FETCHED);
      try (ResultSet rows =
          statement.executeQuery(
              "select r.res_type, r.fhir_id, v.res_ver, v.res_text_vc, v.res_deleted_at"
                  + " from hfj_res_ver v join hfj_resource r on r.res_id = v.res_id"
                  + " where v.pid > "
                  + since
                  + " order by v.res_id, v.res_ver")) {
        while (rows.next()) {
          String type = rows.getString("res_type");
          String id = rows.getString("fhir_id");
          String resource = type + '/' + id;
          String text = rows.getString("res_text_vc");
          boolean deleted = rows.getTimestamp("res_deleted_at") != null;
          Set<String> now =
              deleted || text == null
                  ? Set.of()
                  : Records.of(
                      type, id, BrokenJson.read(text.getBytes(StandardCharsets.UTF_8)).get(0));
          Set<String> concerned = new TreeSet<>(now);
          concerned.addAll(former.getOrDefault(resource, Set.of()));
          if (!deleted) {
            // What was deleted stays in the record until it is made anew, perhaps in another.
            former.put(resource, now);
          }
          take(
              resource + "/_history/" + rows.getInt("res_ver"),
              concerned.isEmpty() ? Set.of("") : concerned);
        }
      }
    }
  }

  private void take(String version, Set<String> concerned) {
    count("versions");
    for (String patient : concerned) {
      String key = key(version, patient);
      List<Change> events = changes.remove(key);
      if (events == null) {
        find("a version without its event: " + key);
        continue;
      }
      events.sort(Comparator.comparing(Change::recorded));
      events.subList(1, events.size()).forEach(it -> checkUnchanged(key, events.get(0), it));
    }
  }

  /** An update with the content that is there already is an event of the version that stays. */
  private void checkUnchanged(String key, Change first, Change other) {
    Exchange exchange = other.requestId() == null ? null : exchanges.get(other.requestId());
    if (exchange == null
        || exchange.requestId().equals(first.requestId())
        || !mayHaveShown(exchange)) {
      find("two changes of one version: " + key + ' ' + first + " and " + other);
    } else {
      count("changes that changed nothing");
    }
  }

  private void check(Exchange exchange) {
    count("requests");
    count(
        "request "
            + exchange.method()
            + ' '
            + (exchange.status() == 0 ? "without an answer" : exchange.status())
            + (exchange.whole() || exchange.status() == 0 ? "" : " broken off"));
    counts.merge(
        "bytes shown", (int) Math.min(exchange.bytes(), Integer.MAX_VALUE / 2), Integer::sum);
    OfRequest of = logged.getOrDefault(exchange.requestId(), new OfRequest());
    if (!exchange.patients().isEmpty()) {
      count("answers with records");
      Set<String> missing = new TreeSet<>(exchange.patients());
      missing.removeAll(exchange.path().contains("$export-file") ? exported : of.patients);
      if (!missing.isEmpty()) {
        find("shown and not recorded: of " + missing + " in " + exchange);
      }
    }
    for (String version : exchange.versions()) {
      if (!made.contains(exchange.requestId() + ' ' + version)) {
        find("told as changed and not recorded: " + version + " in " + exchange);
      }
    }
    if (exchange.isOfEndpoint()
        && exchange.status() >= 400
        && !mayBeUnrecorded(exchange)
        && of.refusals == 0) {
      find("a refusal without its event: " + exchange);
    }
    if (exchange.refusedEntries() > of.refusals) {
      find("refused entries without their events: " + exchange);
    }
    faults.stream()
        .filter(it -> it.kind() == Kind.LOG_FULL && it.covers(exchange))
        .forEach(it -> checkFull(exchange));
  }

  /** What is broken off does not say any more why it was refused. */
  private boolean mayBeUnrecorded(Exchange exchange) {
    return exchange.unrecorded()
        || (exchange.status() == 503
            && !exchange.whole()
            && faults.stream().anyMatch(it -> it.touches(exchange)));
  }

  private void checkFull(Exchange exchange) {
    count("requests while the log was full");
    boolean unanswered = exchange.status() == 0 && exchange.bytes() == 0;
    if (exchange.departed() || unanswered) {
      return;
    }
    if (exchange.status() != 503 || !exchange.patients().isEmpty()) {
      find("not refused while the log was full: " + exchange);
    }
  }
}
