package org.andiron.consent.enforcement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code andiron.ruled}, but those that {@link ToldRows} makes of them. */
final class RuledRows {

  private static final String WRITE =
      """
      with wanted as materialized (
        select * from unnest(?::bigint[], ?::bigint[], ?::int[], ?::bigint[])
          w (res_id, patient, rule, version)),
      ended as (
        update andiron.ruled d set to_version = r.res_ver
        from hfj_resource r
        where r.res_id = d.res_id and d.res_id = any(?::bigint[]) and d.to_version is null
          and not d.told
          and not exists (
            select 1 from wanted w
            where w.res_id = d.res_id and w.patient = d.patient and w.rule = d.rule))
      insert into andiron.ruled (res_id, patient, rule, from_version)
      select w.res_id, w.patient, w.rule, w.version from wanted w
      where not exists (
        select 1 from andiron.ruled d
        where d.res_id = w.res_id and d.patient = w.patient and d.rule = w.rule
          and d.to_version is null and not d.told)
      """;

  /** One table's row; that it is under the rule to the newest version if there is no end. */
  record Row(long resource, long patient, int rule, long from, @Nullable Long to) {}

  private final JdbcTemplate jdbc;

  RuledRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes under what rules the newest versions of resources are.
   *
   * @param resources all of them, also those that are under none
   */
  void write(Collection<Long> resources, List<Row> rows) {
    jdbc.update(
        WRITE,
        rows.stream().map(Row::resource).toArray(Long[]::new),
        rows.stream().map(Row::patient).toArray(Long[]::new),
        rows.stream().map(Row::rule).toArray(Integer[]::new),
        rows.stream().map(Row::from).toArray(Long[]::new),
        resources.toArray(Long[]::new));
  }

  /** Puts rows in the place of all that are there of a patient, whoever made them. */
  void replace(long patient, List<Row> rows) {
    jdbc.update("delete from andiron.ruled where patient = ?", patient);
    insert(rows);
  }

  /** Puts rows in the place of all that are there of resources. */
  void replace(Collection<Long> resources, List<Row> rows) {
    jdbc.update(
        "delete from andiron.ruled where res_id = any(?::bigint[]) and not told",
        (Object) resources.toArray(Long[]::new));
    insert(rows);
  }

  private void insert(List<Row> rows) {
    List<Object[]> values = new ArrayList<>();
    for (Row row : rows) {
      values.add(new Object[] {row.resource(), row.patient(), row.rule(), row.from(), row.to()});
    }
    jdbc.batchUpdate(
        "insert into andiron.ruled (res_id, patient, rule, from_version, to_version)"
            + " values (?, ?, ?, ?, ?)",
        values);
  }
}
