package org.andiron.storage.query;

import org.andiron.storage.index.IndexNumbers;

/**
 * The newest observations of each group of each subject, one statement for all of them.
 *
 * <p>Observations are in one group if their codes share a coding, or if others in between do; those
 * with nothing but a text if the texts are equal; those with neither are one group. Ranges of time
 * count from their beginning. Of the observations without a time those stored last are the newest.
 *
 * @see <a href="https://hl7.org/fhir/R4/observation-operation-lastn.html">lastn</a>
 */
final class LastNSql {

  private static final String TYPE = "Observation";

  /** No parameter has this number. */
  private static final int NONE = 0;

  /** A code is the number of its system and the code itself, or a hash sign and the text. */
  private static final String DESCRIBED =
      """
      ), described as (
        select f.res_id, f.res_updated, min(l.target_resource_id) as subject,
          max(case when isfinite(d.low) then d.low when isfinite(d.high) then d.high end) as time,
          array_agg(distinct coalesce(t.system, 0) || '|' || t.code) filter (where t.code <> '') as codes
        from found f
        left join andiron.idx_date d on d.res_id = f.res_id and d.param = ?
        left join andiron.idx_token t on t.res_id = f.res_id and t.param = ?
        left join andiron.link_of_source l on l.src_resource_id = f.res_id and l.src_path = ?
        group by f.res_id, f.res_updated
      ), coded as materialized (
        select x.res_id, x.res_updated, x.time,
          coalesce(x.codes,
            (select array_agg(distinct '#' || s.exact) from andiron.idx_string s
              where s.res_id = x.res_id and s.param = ?),
            '{}') as codes,
          coalesce(x.subject::text,
            (select min('u' || concat_ws('|', u.uri, u.version)) from andiron.idx_uri u
              where u.res_id = x.res_id and u.param = ?),
            (select min('i' || concat_ws('|', i.system, i.code)) from andiron.idx_token i
              where i.res_id = x.res_id and i.param = ?),
            '') as subject
        from described x
      """;

  /**
   * Combinations of codes that share one are neighbours of the first that has it; each takes over
   * the lowest number that reaches it.
   */
  private static final String GROUPED =
      """
      ), combination as materialized (
        select row_number() over (order by c.subject, c.codes) as id, c.subject, c.codes
        from coded c group by c.subject, c.codes
      ), shared as (
        select k.id, min(k.id) over (partition by k.subject, u.code) as first
        from combination k cross join unnest(k.codes) u (code)
      ), neighbour as materialized (
        select s.id as a, s.first as b from shared s where s.id <> s.first
        union
        select s.first, s.id from shared s where s.id <> s.first
      ), reached (id, root) as (
        select k.id, k.id from combination k
        union
        select n.b, e.root from reached e join neighbour n on n.a = e.id where e.root < n.b
      ), family as (
        select e.id, min(e.root) as root from reached e group by e.id
      ), placed as (
        select c.res_id, c.subject, f.root, max(c.time) over (partition by f.root) as newest,
          rank() over (
            partition by f.root
            order by c.time desc nulls last,
              case when c.time is null then c.res_updated end desc,
              case when c.time is null then c.res_id end desc) as place
        from coded c
        join combination k on k.subject = c.subject and k.codes = c.codes
        join family f on f.id = k.id
      )
      """;

  private final IndexNumbers numbers;

  LastNSql(IndexNumbers numbers) {
    this.numbers = numbers;
  }

  /**
   * The {@code res_id} of the newest: subject by subject, the group with the newest first, in it
   * the newest first.
   *
   * @param from from {@code hfj_resource r} to the last condition on the observations
   * @param max how many of each group; more if others are of the same time as the last
   */
  Sql select(Sql from, int max) {
    return newest("select p.res_id", from, max)
        .then(" order by p.subject, p.newest desc nulls last, p.root, p.place, p.res_id desc");
  }

  /** How many those are. */
  Sql count(Sql from, int max) {
    return newest("select count(*)", from, max);
  }

  private Sql newest(String select, Sql from, int max) {
    return Sql.of("with recursive found as (select r.res_id, r.res_updated")
        .then(from)
        .then(
            DESCRIBED,
            parameter("date"),
            parameter("code"),
            "Observation.subject",
            parameter("code:text"),
            parameter("subject"),
            parameter("subject:identifier"))
        .then(GROUPED)
        .then(select + " from placed p where p.place <= ?", max);
  }

  private int parameter(String code) {
    return numbers.parameter(TYPE, code).orElse(NONE);
  }
}
