package org.andiron.risk.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.andiron.risk.PackageFiles;
import org.andiron.storage.config.Digest;
import org.springframework.jdbc.core.JdbcTemplate;

/** Packages and transitions in the database. */
final class RegistryStore {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String ONE_AT_A_TIME =
      "select pg_advisory_xact_lock(hashtextextended('andiron.risk_transition', 0))";

  private final JdbcTemplate jdbc;

  RegistryStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Waits until no other transaction changes the registry; none does until this one ends. */
  void lock() {
    jdbc.query(ONE_AT_A_TIME, row -> {});
  }

  /** The number of the last transition; 0 if there is none. */
  long newest() {
    Long number =
        jdbc.queryForObject(
            "select coalesce(max(number), 0) from andiron.risk_transition", Long.class);
    return number == null ? 0 : number;
  }

  /** All transitions in order. */
  List<Transition> history() {
    return jdbc.query(
        "select number, id, version, digest, action, before, after, reason, who, at"
            + " from andiron.risk_transition order by number",
        (row, i) -> transition(row));
  }

  private static Transition transition(ResultSet row) throws SQLException {
    Step step =
        new Step(
            new ModelKey(row.getString("id"), row.getString("version")),
            row.getString("digest"),
            ModelAction.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
            Optional.ofNullable(row.getString("before")).map(RegistryStore::state),
            state(row.getString("after")));
    return new Transition(
        row.getLong("number"),
        step,
        row.getString("reason"),
        row.getString("who"),
        row.getObject("at", OffsetDateTime.class).toInstant());
  }

  private static ModelState state(String code) {
    return ModelState.of(code)
        .orElseThrow(() -> new IllegalStateException("no state of a model: " + code));
  }

  /** Adds a transition. To be called with the {@link #lock}. */
  Transition add(long number, Step step, String reason, String who) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            "insert into andiron.risk_transition"
                + " (number, id, version, digest, action, before, after, reason, who)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning *",
            (row, i) -> transition(row),
            number,
            step.model().id(),
            step.model().version(),
            step.digest(),
            step.action().code(),
            step.before().map(ModelState::code).orElse(null),
            step.after().code(),
            reason,
            who));
  }

  /** Keeps a package, unless it is there already. */
  void keep(ModelKey model, String digest, PackageFiles files, String who) {
    Map<String, String> digests = new TreeMap<>();
    Map<String, byte[]> contents = new TreeMap<>();
    files
        .all()
        .forEach(
            (name, content) -> {
              String ofFile = Digest.of(content);
              digests.put(name, ofFile);
              contents.put(ofFile, content);
            });
    jdbc.batchUpdate(
        "insert into andiron.risk_file (digest, content) values (?, ?) on conflict do nothing",
        contents.entrySet().stream().map(it -> new Object[] {it.getKey(), it.getValue()}).toList());
    jdbc.update(
        "insert into andiron.risk_model (digest, id, version, files, added_by)"
            + " values (?, ?, ?, ?::jsonb, ?) on conflict do nothing",
        digest,
        model.id(),
        model.version(),
        json(digests),
        who);
  }

  /** The files of a package; none if there is no such package. */
  Optional<PackageFiles> files(String digest) {
    List<Listing> found =
        jdbc.query(
            "select id, files from andiron.risk_model where digest = ?",
            (row, i) -> new Listing(row.getString("id"), digests(row.getString("files"))),
            digest);
    return found.stream().findFirst().map(it -> files(it.id(), it.digests()));
  }

  /** One file of a package, by its name in the folder. */
  Optional<byte[]> file(String digest, String name) {
    return jdbc
        .query(
            "select f.content from andiron.risk_model m"
                + " join andiron.risk_file f on f.digest = m.files ->> ? where m.digest = ?",
            (row, i) -> row.getBytes(1),
            name,
            digest)
        .stream()
        .findFirst();
  }

  /** The names of the files of a package, with their digests. */
  private record Listing(String id, Map<String, String> digests) {}

  private PackageFiles files(String id, Map<String, String> digests) {
    Map<String, byte[]> contents = new HashMap<>();
    jdbc.query(
        "select digest, content from andiron.risk_file where digest = any (?)",
        row -> {
          contents.put(row.getString("digest"), row.getBytes("content"));
        },
        (Object) digests.values().toArray(String[]::new));
    Map<String, byte[]> files = new TreeMap<>();
    digests.forEach(
        (name, digest) -> {
          byte[] content = contents.get(digest);
          if (content != null) {
            files.put(name, content);
          }
        });
    return PackageFiles.of(id, files);
  }

  private static String json(Map<String, String> digests) {
    try {
      return JSON.writeValueAsString(digests);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written", e);
    }
  }

  private static Map<String, String> digests(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("andiron.risk_model.files cannot be read", e);
    }
  }
}
