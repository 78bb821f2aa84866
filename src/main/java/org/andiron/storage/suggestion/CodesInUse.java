package org.andiron.storage.suggestion;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.andiron.storage.index.IndexNumbering;
import org.andiron.storage.index.IndexNumbers;
import org.andiron.storage.index.IndexState;
import org.andiron.storage.index.PendingIndex;
import org.andiron.storage.index.TextFold;
import org.andiron.storage.query.Sql;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds codes by what resources call them. Only what the caller can see counts: a code without a
 * visible resource is not there, nor is a name. Runs in the transaction of the caller.
 */
class CodesInUse {

  /**
   * Up to so many visible resources the order is exact; beyond, it goes by all, up to more. For
   * whom some do not exist, all are those that do.
   */
  private static final int VISIBLE_COUNTED = 500;

  private static final int COUNTED = 5000;

  /** Names of one code that are looked at, the matching ones first. */
  private static final int NAMES = 20;

  /** Resources with a name that are looked at until one is visible and has the code. */
  private static final int WITH_NAME = 2000;

  /** So many resources tell a name in common use from a slip. */
  private static final int NAME_COUNTED = 20;

  private static final String CANDIDATES =
      """
      with matching as (
        select u.param, u.system, u.code, bool_or(%s) as by_code
        from andiron.used_code u
        where u.param = any(?) and (%s)
        group by u.param, u.system, u.code
      ), frequent as materialized (
        select m.*,
          (select count(*) from (
            select 1 from andiron.idx_token t
            where t.param = m.param and t.code = m.code and t.system is not distinct from m.system
              and (current_setting('role') = 'none'
                or exists (select 1 from hfj_resource r where r.res_id = t.res_id))
            limit ?) x) as uses
        from matching m
        order by uses desc, m.code, m.system, m.param
        limit ?
      ), visible as materialized (
        select f.*,
          (select count(*) from (
            select 1 from andiron.idx_token t join hfj_resource r on r.res_id = t.res_id
            where t.param = f.param and t.code = f.code and t.system is not distinct from f.system
              and r.res_deleted_at is null
            limit ?) x) as seen
        from frequent f
      ), named as (
        select v.param, v.system, v.code, n.name, n.concept, n.matches,
          (select count(*) from (
            select 1 from (
              select s.res_id from andiron.idx_string s
              where s.param = x.id and left(s.folded, 200) = left(substr(n.words, 2), 200)
                and s.exact = n.name
              limit ?) s
            where (select true from andiron.idx_token t
                where t.res_id = s.res_id and t.param = v.param and t.code = v.code
                  and t.system is not distinct from v.system limit 1)
              and (select true from hfj_resource r
                where r.res_id = s.res_id and r.res_deleted_at is null)
            limit ?) y) as seen
        from visible v
        join andiron.search_parameter p on p.id = v.param
        join andiron.search_parameter x
          on x.resource_type = p.resource_type and x.code = p.code || ':text'
        cross join lateral (
          select distinct u.name, u.words, u.concept, (%s) as matches
          from andiron.used_code u
          where u.param = v.param and u.code = v.code and u.system is not distinct from v.system
            and u.name <> ''
            and (current_setting('role') = 'none'
              or exists (
                select 1 from andiron.idx_string s join hfj_resource r on r.res_id = s.res_id
                where s.param = x.id and left(s.folded, 200) = left(substr(u.words, 2), 200)
                  and s.exact = u.name and r.res_deleted_at is null))
          order by matches desc, u.concept, u.name
          limit ?) n
        where v.seen > 0
      ), best as (
        select n.param, n.system, n.code, bool_or(n.matches) as matches,
          (array_agg(n.name order by n.concept, n.seen desc, n.matches desc, n.name))[1] as name
        from named n
        where n.seen > 0
        group by n.param, n.system, n.code
      )
      select y.uri, v.code,
        (array_agg(b.name order by v.seen desc) filter (where b.name is not null))[1]
      from visible v
      left join best b
        on b.param = v.param and b.code = v.code and b.system is not distinct from v.system
      left join andiron.search_system y on y.id = v.system
      where v.seen > 0 and (v.by_code or b.matches)
      group by y.uri, v.code
      order by sum(v.seen) desc, sum(v.uses) desc, v.code, y.uri
      limit ? offset ?
      """;

  private final JdbcTemplate jdbc;
  private final IndexNumbering numbering;
  private final PendingIndex pending;
  private final IndexState state;

  CodesInUse(JdbcTemplate jdbc, IndexNumbering numbering, PendingIndex pending, IndexState state) {
    this.jdbc = jdbc;
    this.state = state;
    this.numbering = numbering;
    this.pending = pending;
  }

  /**
   * The codes, those that most resources use first.
   *
   * @throws BaseServerResponseException if some would be missed that are not in the index yet
   */
  List<Suggestion> find(SuggestionRequest request) {
    if (!request.types().stream().allMatch(state::isWhole)) {
      throw state.refusal();
    }
    pending.flush();
    IndexNumbers numbers = numbering.now();
    Integer[] parameters =
        request.types().stream()
            .map(it -> numbers.parameter(it, request.parameter()))
            .filter(it -> it.isPresent())
            .map(it -> it.getAsInt())
            .toArray(Integer[]::new);
    if (parameters.length == 0) {
      return List.of();
    }
    Condition byCode = byCode(request);
    Condition byName = byName(request.filter());
    List<Object> values = new ArrayList<>(byCode.values());
    values.add(parameters);
    values.addAll(byCode.values());
    values.addAll(byName.values());
    values.add(COUNTED);
    values.add(2 * (request.offset() + request.count()));
    values.add(VISIBLE_COUNTED);
    values.add(WITH_NAME);
    values.add(NAME_COUNTED);
    values.addAll(byName.values());
    values.add(NAMES);
    values.add(request.count());
    values.add(request.offset());
    return jdbc.query(
        CANDIDATES.formatted(byCode.text(), byCode.text() + " or " + byName.text(), byName.text()),
        (row, number) -> new Suggestion(row.getString(1), row.getString(2), row.getString(3)),
        values.toArray());
  }

  private record Condition(String text, List<Object> values) {}

  /** That the code begins with the filter; case does not matter to who types. */
  private static Condition byCode(SuggestionRequest request) {
    if (request.filter().isEmpty()) {
      return new Condition("true", List.of());
    }
    return request.textOnly()
        ? new Condition("false", List.of())
        : new Condition(
            "starts_with(lower(u.code), ?)", List.of(request.filter().toLowerCase(Locale.ROOT)));
  }

  /**
   * That each word of the filter begins a word of the name; one that has a letter of a script
   * without gaps between words may be anywhere.
   */
  private static Condition byName(String filter) {
    List<String> conditions = new ArrayList<>();
    List<Object> patterns = new ArrayList<>();
    for (String word : TextFold.words(TextFold.fold(filter))) {
      conditions.add("u.words like ?");
      patterns.add(
          (word.codePoints().anyMatch(CodesInUse::isUnsegmented) ? "%" : "% ")
              + Sql.literalInPattern(word)
              + '%');
    }
    return conditions.isEmpty()
        ? new Condition("false", List.of())
        : new Condition(String.join(" and ", conditions), patterns);
  }

  private static boolean isUnsegmented(int letter) {
    return Character.isIdeographic(letter)
        || switch (Character.UnicodeScript.of(letter)) {
          case HIRAGANA, KATAKANA, BOPOMOFO, HANGUL, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
          default -> false;
        };
  }
}
