package org.andiron.storage.distribution;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import org.andiron.storage.distribution.TerminologyFile.State;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** The table of distribution files. */
final class TerminologyFiles {

  /** A file with the code system that it brought. */
  record Loaded(TerminologyFile file, @Nullable String url, @Nullable String version) {}

  private final JdbcOperations jdbc;

  TerminologyFiles(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  List<Loaded> all() {
    return jdbc.query(
        """
        select f.*, s.url, s.version from andiron.terminology_file f
        left join andiron.code_system s on s.id = f.system order by f.file
        """,
        (row, index) -> new Loaded(file(row), row.getString("url"), row.getString("version")));
  }

  private static TerminologyFile file(ResultSet row) throws SQLException {
    int system = row.getInt("system");
    Integer systemOrNull = row.wasNull() ? null : system;
    return new TerminologyFile(
        row.getString("file"),
        row.getLong("size"),
        row.getTimestamp("modified").toInstant(),
        row.getString("sha256"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        systemOrNull,
        row.getInt("percent"),
        row.getInt("concepts"),
        row.getString("message"),
        row.getTimestamp("since").toInstant());
  }

  void save(TerminologyFile file) {
    jdbc.update(
        """
        insert into andiron.terminology_file
          (file, size, modified, sha256, state, system, percent, concepts, message, since)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (file) do update set size = excluded.size, modified = excluded.modified,
          sha256 = excluded.sha256, state = excluded.state, system = excluded.system,
          percent = excluded.percent, concepts = excluded.concepts, message = excluded.message,
          since = excluded.since
        """,
        file.file(),
        file.size(),
        Timestamp.from(file.modified()),
        file.sha256(),
        file.state().text(),
        file.system(),
        file.percent(),
        file.concepts(),
        file.message(),
        Timestamp.from(file.since()));
  }

  void progress(String file, int percent, int concepts) {
    jdbc.update(
        "update andiron.terminology_file set percent = ?, concepts = ? where file = ?",
        percent,
        concepts,
        file);
  }

  void remove(String file) {
    jdbc.update("delete from andiron.terminology_file where file = ?", file);
  }

  /** The number of a code system that was loaded by today's reader from this content. */
  @Nullable Integer systemWith(String sha256) {
    return jdbc
        .queryForList(
            "select id from andiron.code_system where sha256 = ? and reader = ?",
            Integer.class,
            sha256,
            CodeSystemWriter.READER)
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** Code systems that no file brings any more, with what identifies them. */
  List<LoadedResource> orphans() {
    return jdbc.query(
        """
        select s.id, s.url, s.version, s.name, s.concepts from andiron.code_system s
        where not exists (select 1 from andiron.terminology_file f where f.system = s.id)
        """,
        (row, index) -> resource(row));
  }

  /** A code system as a resource shows it. */
  LoadedResource resource(int system) {
    return jdbc.query(
            "select id, url, version, name, concepts from andiron.code_system where id = ?",
            (row, index) -> resource(row),
            system)
        .get(0);
  }

  private static LoadedResource resource(ResultSet row) throws SQLException {
    return new LoadedResource(
        row.getInt("id"),
        row.getString("url"),
        row.getString("version"),
        row.getString("name"),
        row.getInt("concepts"));
  }
}
