package org.andiron.storage.index;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.storage.index.IndexEntries.CanonicalRange;
import org.andiron.storage.index.IndexEntries.DateEntry;
import org.andiron.storage.index.IndexEntries.NamedCode;
import org.andiron.storage.index.IndexEntries.NumberEntry;
import org.andiron.storage.index.IndexEntries.PositionEntry;
import org.andiron.storage.index.IndexEntries.QuantityEntry;
import org.andiron.storage.index.IndexEntries.StringEntry;
import org.andiron.storage.index.IndexEntries.TextEntry;
import org.andiron.storage.index.IndexEntries.TokenEntry;
import org.andiron.storage.index.IndexEntries.UriEntry;
import org.andiron.storage.index.IndexEntries.WordsEntry;
import org.andiron.storage.index.IndexTable.Column;
import org.andiron.storage.index.SearchableLinks.Link;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Writes the index, one statement for each table however many resources there are. It takes part in
 * the transaction of its caller.
 */
final class IndexWriter {

  private static final List<String> TABLES =
      List.of(
          "idx_token",
          "idx_string",
          "idx_date",
          "idx_number",
          "idx_quantity",
          "idx_uri",
          "idx_position",
          "idx_words",
          "idx_text");

  private static final String LINKS =
      """
      with resource as (
        select * from unnest(?::bigint[], ?::boolean[]) r (res_id, whole)),
      searchable as (
        select * from unnest(?::bigint[], ?::text[], ?::text[]) s (res_id, path, target)),
      wanted as (
        select l.pid, not (r.whole or exists (
          select from searchable s join hfj_resource t on t.res_id = l.target_resource_id
          where s.res_id = l.src_resource_id and s.path = l.src_path
            and s.target = t.res_type || '/' || t.fhir_id)) as labelled
        from resource r join hfj_res_link l on l.src_resource_id = r.res_id)
      update hfj_res_link l set andiron_labelled = w.labelled
      from wanted w where w.pid = l.pid and w.labelled <> l.andiron_labelled
      """;

  private static final Column RESOURCE = new Column("res_id", "int8");
  private static final Column PARAMETER = new Column("param", "int4");
  private static final Column GROUP = new Column("grp", "int2");

  private final JdbcOperations jdbc;
  private final IndexNumbering numbering;
  private final UsedCodes usedCodes = new UsedCodes();

  IndexWriter(JdbcOperations jdbc, IndexNumbering numbering) {
    this.jdbc = jdbc;
    this.numbering = numbering;
  }

  /**
   * A resource and what it is to be found by.
   *
   * @param links empty if it is, and always was, found by all of them
   */
  record Indexed(String resourceType, IndexEntries entries, Optional<SearchableLinks> links) {}

  /** Looks up again which codes in use are written down. */
  void forgetUsedCodes() {
    usedCodes.forget();
  }

  /**
   * Writes the entries of resources.
   *
   * @param indexed by the number of the resource in {@code hfj_resource}
   * @param emptied resources that may have entries, which are removed first
   */
  void write(Map<Long, Indexed> indexed, Set<Long> emptied) {
    Rows rows = new Rows();
    indexed.forEach(rows::add);
    jdbc.execute(
        (ConnectionCallback<@Nullable Void>)
            connection -> {
              if (!emptied.isEmpty()) {
                Array resources = connection.createArrayOf("int8", emptied.toArray());
                lock(connection, resources);
                for (String table : TABLES) {
                  IndexTable.delete(connection, table, resources);
                }
              }
              rows.insert(connection);
              return null;
            });
  }

  /**
   * Notes by which of their links resources are found. The links are in the database.
   *
   * @param links by the number of the resource in {@code hfj_resource}
   * @return how many links were noted otherwise
   */
  int writeLinks(Map<Long, SearchableLinks> links) {
    List<Long> resources = new ArrayList<>();
    List<Boolean> all = new ArrayList<>();
    List<Long> sources = new ArrayList<>();
    List<Link> some = new ArrayList<>();
    links.forEach(
        (resource, it) -> {
          resources.add(resource);
          all.add(it.all());
          for (Link link : it.some()) {
            sources.add(resource);
            some.add(link);
          }
        });
    return jdbc.update(
        LINKS,
        resources.toArray(Long[]::new),
        all.toArray(Boolean[]::new),
        sources.toArray(Long[]::new),
        some.stream().map(Link::path).toArray(String[]::new),
        some.stream().map(Link::target).toArray(String[]::new));
  }

  /** Whoever replaces the rows of a resource takes its lock before that of any of the rows. */
  private static void lock(Connection connection, Array resources) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select 1 from hfj_resource where res_id = any(?) order by res_id"
                + " for no key update")) {
      statement.setArray(1, resources);
      statement.execute();
    }
  }

  private final class Rows {

    private final IndexTable tokens =
        new IndexTable(
            "idx_token",
            RESOURCE,
            PARAMETER,
            GROUP,
            new Column("system", "int4"),
            new Column("code", "text"));
    private final IndexTable strings =
        new IndexTable(
            "idx_string",
            RESOURCE,
            PARAMETER,
            GROUP,
            new Column("folded", "text"),
            new Column("exact", "text"));
    private final IndexTable dates =
        new IndexTable(
            "idx_date",
            RESOURCE,
            PARAMETER,
            GROUP,
            new Column("low", "timestamptz"),
            new Column("high", "timestamptz"));
    private final IndexTable numbers =
        new IndexTable(
            "idx_number",
            RESOURCE,
            PARAMETER,
            GROUP,
            new Column("low", "numeric"),
            new Column("high", "numeric"));
    private final IndexTable quantities =
        new IndexTable(
            "idx_quantity",
            RESOURCE,
            PARAMETER,
            GROUP,
            new Column("system", "int4"),
            new Column("code", "text"),
            new Column("unit", "text"),
            new Column("low", "numeric"),
            new Column("high", "numeric"),
            new Column("canonical_unit", "text"),
            new Column("canonical_low", "numeric"),
            new Column("canonical_high", "numeric"));
    private final IndexTable uris =
        new IndexTable(
            "idx_uri",
            RESOURCE,
            PARAMETER,
            GROUP,
            new Column("uri", "text"),
            new Column("version", "text"));
    private final IndexTable positions =
        new IndexTable(
            "idx_position",
            RESOURCE,
            PARAMETER,
            new Column("latitude", "float8"),
            new Column("longitude", "float8"));

    private final IndexTable words =
        new IndexTable("idx_words", RESOURCE, PARAMETER, new Column("words", "tsvector"));

    private final IndexTable texts =
        new IndexTable(
            "idx_text",
            RESOURCE,
            new Column("content", "tsvector"),
            new Column("narrative", "tsvector"),
            new Column("words", "text"));

    private final Set<UsedCodes.Name> names = new LinkedHashSet<>();

    void add(long resource, Indexed indexed) {
      String type = indexed.resourceType();
      IndexEntries entries = indexed.entries();
      for (TokenEntry it : entries.tokens()) {
        tokens.add(
            resource, parameter(type, it.parameter()), it.group(), system(it.system()), it.code());
      }
      for (StringEntry it : entries.strings()) {
        strings.add(resource, parameter(type, it.parameter()), it.group(), it.folded(), it.exact());
      }
      for (DateEntry it : entries.dates()) {
        dates.add(
            resource,
            parameter(type, it.parameter()),
            it.group(),
            instant(it.low(), "-infinity"),
            instant(it.high(), "infinity"));
      }
      for (NumberEntry it : entries.numbers()) {
        numbers.add(
            resource,
            parameter(type, it.parameter()),
            it.group(),
            number(it.low(), "-Infinity"),
            number(it.high(), "Infinity"));
      }
      for (QuantityEntry it : entries.quantities()) {
        CanonicalRange canonical = it.canonical();
        quantities.add(
            resource,
            parameter(type, it.parameter()),
            it.group(),
            system(it.system()),
            it.code(),
            it.unit(),
            number(it.low(), "-Infinity"),
            number(it.high(), "Infinity"),
            canonical == null ? null : canonical.unit(),
            canonical == null ? null : number(canonical.low(), "-Infinity"),
            canonical == null ? null : number(canonical.high(), "Infinity"));
      }
      for (UriEntry it : entries.uris()) {
        uris.add(resource, parameter(type, it.parameter()), it.group(), it.uri(), it.version());
      }
      for (PositionEntry it : entries.positions()) {
        positions.add(resource, parameter(type, it.parameter()), it.latitude(), it.longitude());
      }
      for (WordsEntry it : entries.words()) {
        words.add(resource, parameter(type, it.parameter()), it.words());
      }
      for (NamedCode it : entries.codes()) {
        names.add(
            new UsedCodes.Name(
                parameter(type, it.parameter()),
                system(it.system()),
                it.code(),
                it.concept(),
                it.name()));
      }
      TextEntry text = entries.text();
      texts.add(resource, text.content(), text.narrative(), text.words());
    }

    void insert(Connection connection) throws SQLException {
      for (IndexTable table :
          List.of(tokens, strings, dates, numbers, quantities, uris, positions, words, texts)) {
        table.insert(connection);
      }
      usedCodes.add(names, connection);
    }

    private int parameter(String resourceType, String code) {
      return numbering.parameterFor(resourceType, code);
    }

    private @Nullable Integer system(@Nullable String uri) {
      return uri == null ? null : numbering.systemFor(uri);
    }
  }

  private static String instant(@Nullable Instant instant, String none) {
    if (instant == null) {
      return none;
    }
    // The end of the year 9999, which often stands for no end, has a sign that PostgreSQL refuses.
    String text = instant.toString();
    return text.startsWith("+") ? text.substring(1) : text;
  }

  private static String number(@Nullable BigDecimal number, String none) {
    return number == null ? none : number.toPlainString();
  }
}
