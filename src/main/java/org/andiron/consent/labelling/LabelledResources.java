package org.andiron.consent.labelling;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** At which resources the rules in force have looked, and which labels they have set on them. */
public final class LabelledResources {

  private final JdbcOperations jdbc;
  private final int rules;

  /**
   * @param version of the rules in force
   */
  LabelledResources(JdbcOperations jdbc, String version) {
    this.jdbc = jdbc;
    jdbc.update(
        "insert into andiron.label_rules (version) values (?) on conflict do nothing", version);
    this.rules =
        Objects.requireNonNull(
            jdbc.queryForObject(
                "select id from andiron.label_rules where version = ?", Integer.class, version));
  }

  /** The number that {@code andiron.labelled.rules} has for the rules in force. */
  public int rules() {
    return rules;
  }

  /**
   * Those at which the rules in force have looked: of these it is known that there are no labels
   * but those that they have.
   *
   * @param resources their numbers in {@code hfj_resource}
   */
  public Set<Long> lookedAt(Collection<Long> resources) {
    return new HashSet<>(
        jdbc.queryForList(
            "select res_id from andiron.labelled where res_id = any(?) and rules = ?",
            Long.class,
            resources.toArray(Long[]::new),
            rules));
  }

  Labelled find(long resource) {
    List<Labelled> found =
        jdbc.query(
            "select automatic, declined from andiron.labelled where res_id = ?",
            (row, number) -> read(row, 1),
            resource);
    return found.isEmpty() ? Labelled.BY_HAND : found.get(0);
  }

  /** Of a row that has both sets in two columns; which are null if there is none. */
  static Labelled read(ResultSet row, int column) throws SQLException {
    return new Labelled(codes(row.getArray(column)), codes(row.getArray(column + 1)));
  }

  private static Set<Code> codes(@Nullable Array array) throws SQLException {
    Set<Code> codes = new LinkedHashSet<>();
    if (array != null) {
      for (String text : (String[]) array.getArray()) {
        int bar = text.lastIndexOf('|');
        codes.add(new Code(text.substring(0, Math.max(bar, 0)), text.substring(bar + 1)));
      }
    }
    return codes;
  }

  /** Takes note in the transaction of the caller that the rules in force have looked at some. */
  void put(Map<Long, Labelled> resources) {
    jdbc.batchUpdate(
        """
        insert into andiron.labelled (res_id, automatic, declined, rules) values (?, ?, ?, ?)
        on conflict (res_id) do update set automatic = excluded.automatic,
          declined = excluded.declined, rules = excluded.rules
        """,
        resources.entrySet(),
        100,
        (statement, entry) -> {
          set(statement, entry.getKey(), entry.getValue());
          statement.setInt(4, rules);
        });
  }

  /** Takes note that a resource is stored at which nobody looks. */
  void forget(long resource) {
    jdbc.update(
        "update andiron.labelled set rules = null where res_id = ? and rules is not null",
        resource);
  }

  /**
   * Takes note that somebody has changed labels of a version, if it is the newest. Whether rules
   * have looked at it stays as it was.
   */
  void change(long resource, long version, Labelled labelled) {
    jdbc.update(
        """
        insert into andiron.labelled (res_id, automatic, declined)
        select v.res_id, v.automatic, v.declined
        from (values (?::bigint, ?::text[], ?::text[])) v (res_id, automatic, declined)
        join hfj_resource r on r.res_id = v.res_id and r.res_ver = ?
        on conflict (res_id) do update set automatic = excluded.automatic,
          declined = excluded.declined
        """,
        statement -> {
          set(statement, resource, labelled);
          statement.setLong(4, version);
        });
  }

  private static void set(PreparedStatement statement, long resource, Labelled labelled)
      throws SQLException {
    statement.setLong(1, resource);
    statement.setArray(2, array(statement, labelled.automatic()));
    statement.setArray(3, array(statement, labelled.declined()));
  }

  private static Array array(PreparedStatement statement, Set<Code> codes) throws SQLException {
    Object[] texts = codes.stream().map(Code::toString).sorted().toArray();
    return statement
        .getConnection()
        .createArrayOf("text", Arrays.copyOf(texts, texts.length, String[].class));
  }
}
