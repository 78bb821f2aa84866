package org.andiron.storage.codes;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.andiron.storage.codes.LoadedConcept.Designation;
import org.andiron.storage.codes.LoadedConcept.Property;
import org.andiron.storage.config.BusinessVersion;
import org.andiron.storage.query.Sql;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;

/**
 * What is known of loaded code systems. Which ones there are is remembered for some seconds: so
 * long other nodes may miss a version that was just added or removed.
 */
public final class LoadedSystems {

  private static final long REMEMBERED = Duration.ofSeconds(5).toNanos();

  private static final int LONGEST_REGEX = 1000;
  private static final int REGEX_SECONDS = 5;

  /** They alone make PostgreSQL try one way after the other. */
  private static final Pattern BACK_REFERENCE = Pattern.compile("(?<!\\\\)(?:\\\\{2})*+\\\\[1-9]");

  private static final String STATE_OF_CANCELED = "57014";
  private static final String STATES_OF_BAD_VALUES = "22";

  /** A version of SNOMED CT without its edition, as some systems write it. */
  private static final Pattern DATE = Pattern.compile("\\d{8}");

  private static final RowMapper<LoadedConcept> CONCEPT =
      (row, index) ->
          new LoadedConcept(
              row.getInt("number"),
              row.getString("code"),
              row.getString("display"),
              row.getBoolean("inactive"),
              numbers(row));

  private record Snapshot(List<LoadedSystem> systems, long taken) {}

  private final JdbcOperations jdbc;
  private final LongSupplier nanoTime;
  private volatile @Nullable Snapshot snapshot;

  LoadedSystems(JdbcOperations jdbc, LongSupplier nanoTime) {
    this.jdbc = jdbc;
    this.nanoTime = nanoTime;
  }

  /** All versions of all loaded code systems. */
  public List<LoadedSystem> all() {
    Snapshot known = snapshot;
    if (known == null || nanoTime.getAsLong() - known.taken() > REMEMBERED) {
      long now = nanoTime.getAsLong();
      known =
          new Snapshot(
              jdbc.query(
                  "select id, url, version, name, edition from andiron.code_system order by id",
                  (row, index) ->
                      new LoadedSystem(
                          row.getInt("id"),
                          row.getString("url"),
                          row.getString("version"),
                          row.getString("name"),
                          row.getString("edition"))),
              now);
      snapshot = known;
    }
    return known.systems();
  }

  /** Sees at once what was loaded or removed. */
  public void forget() {
    snapshot = null;
  }

  /**
   * A loaded code system, the current version unless one is named.
   *
   * @param version the whole version, the URI of an edition, or its date
   */
  public Optional<LoadedSystem> find(@Nullable String url, @Nullable String version) {
    return all().stream()
        .filter(it -> it.url().equals(url) && (version == null || isMeant(it, version)))
        .max(Comparator.comparing(LoadedSystems::age, BusinessVersion.ORDER));
  }

  /** As {@link #find(String, String)}, from the URL and, behind a bar, the version. */
  public Optional<LoadedSystem> find(@Nullable String canonical) {
    if (canonical == null) {
      return Optional.empty();
    }
    int bar = canonical.indexOf('|');
    return bar < 0
        ? find(canonical, null)
        : find(canonical.substring(0, bar), canonical.substring(bar + 1));
  }

  /** Editions stand side by side; the younger one is the current version. */
  private static String age(LoadedSystem system) {
    return system.edition() == null
        ? system.version()
        : system.version().substring(system.version().lastIndexOf('/') + 1);
  }

  private static boolean isMeant(LoadedSystem system, String version) {
    return version.equals(system.version())
        || version.equals(system.edition())
        || (system.edition() != null
            && DATE.matcher(version).matches()
            && system.version().endsWith("/" + version));
  }

  /** One concept. */
  public Optional<LoadedConcept> concept(LoadedSystem system, String code) {
    return select(
            Sql.of(
                "select * from andiron.concept c where c.system = ? and c.code = ?",
                system.id(),
                code))
        .stream()
        .findFirst();
  }

  /** The concepts with these numbers. */
  public List<LoadedConcept> concepts(List<Integer> numbers) {
    return select(
        Sql.of(
            "select * from andiron.concept c where c.number = any(?) order by c.number",
            (Object) numbers.toArray(Integer[]::new)));
  }

  /** The concepts directly below one. */
  public List<LoadedConcept> children(LoadedConcept parent) {
    return select(
        Sql.of(
            "select * from andiron.concept c where c.ancestors @> array[?]"
                + " and ? = any(c.parents) order by c.number",
            parent.number(),
            parent.number()));
  }

  /** Whether a concept is another one or below it. */
  public boolean isA(LoadedConcept concept, LoadedConcept ancestor) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select ancestors @> array[?] from andiron.concept where number = ?",
            Boolean.class,
            ancestor.number(),
            concept.number()));
  }

  /** All properties of a concept, by name. */
  public List<Property> properties(LoadedConcept concept) {
    return jdbc.query(
        "select distinct property, value, is_code from andiron.concept_property where concept = ?"
            + " order by property, value",
        (row, index) ->
            new Property(
                row.getString("property"), row.getString("value"), row.getBoolean("is_code")),
        concept.number());
  }

  /** All other texts of concepts. */
  public List<Designation> designations(List<Integer> concepts) {
    return jdbc.query(
        "select concept, language, use_code, value from andiron.concept_designation"
            + " where concept = any(?) order by concept, language, use_code, value",
        (row, index) ->
            new Designation(
                row.getInt("concept"),
                row.getString("language"),
                row.getString("use_code"),
                row.getString("value")),
        (Object) concepts.toArray(Integer[]::new));
  }

  /** How many concepts a condition on {@code andiron.concept c} holds for. */
  public int count(Sql condition) {
    Sql sql = Sql.of("select count(*) from andiron.concept c where ").then(condition);
    Integer count = jdbc.queryForObject(sql.text(), Integer.class, sql.values().toArray());
    return count == null ? 0 : count;
  }

  /**
   * Some of the concepts that a condition on {@code andiron.concept c} holds for.
   *
   * @param first codes that come before all others, in this order
   */
  public List<LoadedConcept> page(Sql condition, List<String> first, int offset, int count) {
    Sql sql = Sql.of("select c.* from andiron.concept c where ").then(condition);
    Sql order =
        first.isEmpty()
            ? Sql.of(" order by c.number")
            : Sql.of(
                " order by array_position(?, c.code) nulls last, c.number",
                (Object) first.toArray(String[]::new));
    return select(sql.then(order).then(" offset ? limit ?", offset, count));
  }

  /** The codes that a statement selects. */
  public List<String> codes(Sql statement) {
    return jdbc.queryForList(statement.text(), String.class, statement.values().toArray());
  }

  /** Whether a code system has a property. */
  public boolean hasProperty(LoadedSystem system, String property) {
    return !jdbc.queryForList(
            """
            select 1 from andiron.code_system s
            where s.id = ? and exists (
              select 1 from andiron.concept_property p
              where p.property = ? and p.concept >= s.first_concept
                and p.concept < s.first_concept + s.concepts)
            """,
            Integer.class,
            system.id(),
            property)
        .isEmpty();
  }

  /**
   * Tries a regular expression on all values before it is part of a larger statement, which has no
   * limit of its own. A surrounding transaction goes on whatever comes of it.
   *
   * @param values a statement that selects the texts, as {@code value}
   * @throws InvalidRequestException if the expression is too long or too slow, has references back,
   *     or is none that PostgreSQL understands
   */
  void requireRegex(String regex, Sql values) {
    if (regex.length() > LONGEST_REGEX) {
      throw new InvalidRequestException(
          "A filter has a regular expression of more than " + LONGEST_REGEX + " characters");
    }
    if (BACK_REFERENCE.matcher(regex).find()) {
      throw new InvalidRequestException(
          "A filter has a regular expression with a back-reference, which is not supported");
    }
    Sql trial =
        Sql.of("select count(*) from (").then(values).then(") texts where value ~ ?", regex);
    jdbc.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              attempt(connection, trial);
              return true;
            });
  }

  private static void attempt(Connection connection, Sql trial) throws SQLException {
    boolean alone = connection.getAutoCommit();
    if (alone) {
      connection.setAutoCommit(false);
    }
    try {
      Savepoint before = connection.setSavepoint();
      try (Statement limit = connection.createStatement();
          PreparedStatement statement = connection.prepareStatement(trial.text())) {
        limit.execute("set local statement_timeout = '" + REGEX_SECONDS + "s'");
        for (int i = 0; i < trial.values().size(); i++) {
          statement.setObject(i + 1, trial.values().get(i));
        }
        statement.execute();
      } catch (SQLException e) {
        throw refusal(e);
      } finally {
        connection.rollback(before);
      }
    } finally {
      if (alone) {
        connection.setAutoCommit(true);
      }
    }
  }

  private static InvalidRequestException refusal(SQLException e) throws SQLException {
    String state = e.getSQLState();
    if (STATE_OF_CANCELED.equals(state)) {
      return new InvalidRequestException(
          "A filter has a regular expression that takes longer than %d s".formatted(REGEX_SECONDS),
          e);
    }
    if (state != null && state.startsWith(STATES_OF_BAD_VALUES)) {
      return new InvalidRequestException(
          "A filter has a regular expression that is not valid: " + e.getMessage(), e);
    }
    throw e;
  }

  private List<LoadedConcept> select(Sql sql) {
    return jdbc.query(sql.text(), CONCEPT, sql.values().toArray());
  }

  private static List<Integer> numbers(ResultSet row) throws SQLException {
    Array array = row.getArray("parents");
    try {
      return List.of((Integer[]) array.getArray());
    } finally {
      array.free();
    }
  }
}
