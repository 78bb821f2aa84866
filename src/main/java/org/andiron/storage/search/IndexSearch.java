package org.andiron.storage.search;

import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.explain.StatementExplainer;
import org.andiron.storage.index.IndexState;
import org.andiron.storage.index.PendingIndex;
import org.andiron.storage.query.Criterion;
import org.andiron.storage.query.Search;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.query.SortKey;
import org.andiron.storage.query.Sql;
import org.andiron.storage.query.SqlCompiler;
import org.andiron.storage.search.CriteriaLookup.Match;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs searches over our index, in the transaction of the caller. */
public final class IndexSearch {

  private static final int SCORE_DIGITS = 4;

  /** Of a plan; the first are those of the whole. */
  private static final Pattern ESTIMATED_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

  private final JdbcTemplate jdbc;
  private final PendingIndex pending;
  private final Supplier<SearchParser> parser;
  private final Supplier<SqlCompiler> compilers;
  private final IndexState state;
  private final StatementExplainer explainer;
  private final ObjectProvider<RestrictedAccess> access;

  /**
   * A search over the index.
   *
   * @param jdbc with a fetch size, so that long results are not read as a whole
   * @param parser gives a parser that knows the base URLs of this moment
   * @param compilers gives a compiler that knows the index as it is at this moment
   */
  IndexSearch(
      JdbcTemplate jdbc,
      PendingIndex pending,
      Supplier<SearchParser> parser,
      Supplier<SqlCompiler> compilers,
      IndexState state,
      StatementExplainer explainer,
      ObjectProvider<RestrictedAccess> access) {
    this.jdbc = jdbc;
    this.pending = pending;
    this.parser = parser;
    this.compilers = compilers;
    this.state = state;
    this.explainer = explainer;
    this.access = access;
  }

  /**
   * The numbers of the resources found, in order. The stream must be closed.
   *
   * @param types the types searched; empty for all
   * @param limit null for all
   */
  public Stream<Long> find(
      List<String> types, SearchParameterMap params, @Nullable Integer limit, int offset) {
    pending.flush();
    Search search = understood(types, params);
    Sql sql = select(search, params, limit, offset);
    if (!explainer.explain("matches", sql)) {
      return Stream.empty();
    }
    return jdbc.queryForStream(sql.text(), (row, number) -> row.getLong(1), sql.values().toArray());
  }

  private Sql select(
      Search search, SearchParameterMap params, @Nullable Integer limit, int offset) {
    SqlCompiler compiler = compilers.get();
    if (limit != null && offset == 0 && !params.isLastN()) {
      return compiler.select(search, limit);
    }
    Sql sql =
        params.isLastN() ? compiler.selectLast(search, last(params)) : compiler.selectAll(search);
    if (limit != null) {
      sql = sql.then(" limit ?", limit);
    }
    return offset > 0 ? sql.then(" offset ?", offset) : sql;
  }

  /** How many observations of each group {@code $lastn} wants. */
  private static int last(SearchParameterMap params) {
    return Objects.requireNonNullElse(params.getLastNMax(), 1);
  }

  /**
   * Understands a search.
   *
   * @throws BaseServerResponseException if it would miss what is not in the index yet
   */
  private Search understood(List<String> types, SearchParameterMap params) {
    Search search = parsed(types, params);
    if (!state.isWhole() && !isComplete(search, params.isLastN())) {
      throw state.refusal();
    }
    if (!access.getObject().isOfPatients(types)) {
      return search;
    }
    // The policies hide the rest in any case, but row by row.
    List<Criterion> criteria = new ArrayList<>(search.criteria());
    criteria.add(new Criterion.OfVisiblePatients());
    return new Search(search.types(), criteria, search.sort(), search.deleted());
  }

  private Search parsed(List<String> types, SearchParameterMap params) {
    SearchParser current = parser.get();
    return params instanceof UrlSearch url
        ? current.parse(
            types,
            params,
            url.conditions().stream()
                .map(it -> current.parse(types, it.name(), it.value()))
                .toList())
        : current.parse(types, params);
  }

  /** Whether it finds all there is although the index is not whole. */
  private boolean isComplete(Search search, boolean isLastN) {
    boolean withoutIndex =
        search.criteria().stream().allMatch(IndexSearch::isBesideIndex)
            && search.sort().stream().allMatch(IndexSearch::isBesideIndex);
    return !isLastN
        && (withoutIndex
            || !search.types().isEmpty()
                && search.types().stream().allMatch(state::isWhole)
                && search.criteria().stream()
                    .allMatch(it -> it instanceof Criterion.Indexed || isBesideIndex(it)));
  }

  private static boolean isBesideIndex(Criterion criterion) {
    return criterion instanceof Criterion.Id
        || criterion instanceof Criterion.LastUpdated
        || criterion instanceof Criterion.Tag
        || criterion instanceof Criterion.Profile
        || criterion instanceof Criterion.Source
        || criterion instanceof Criterion.InList;
  }

  private static boolean isBesideIndex(SortKey key) {
    return key instanceof SortKey.ById
        || key instanceof SortKey.ByLastUpdated
        || key instanceof SortKey.BySource;
  }

  /**
   * How well each of the resources found matches, by type and id; empty if the search is not about
   * texts.
   */
  public Map<String, BigDecimal> scores(
      List<String> types, SearchParameterMap params, List<Long> resources) {
    Map<String, BigDecimal> scores = new HashMap<>();
    // Whether the index is whole does not matter: these have been found.
    compilers
        .get()
        .scores(parsed(types, params), resources)
        .filter(sql -> explainer.explain("scores", sql))
        .ifPresent(
            sql -> {
              jdbc.query(
                  sql.text(),
                  row -> {
                    scores.put(
                        row.getString(1) + '/' + row.getString(2),
                        row.getBigDecimal(3).setScale(SCORE_DIGITS, RoundingMode.HALF_UP));
                  },
                  sql.values().toArray());
            });
    return scores;
  }

  /** The statement that selects the numbers of all resources found, in no order. */
  Sql statement(String resourceType, SearchParameterMap params) {
    return compilers.get().selectUnordered(understood(List.of(resourceType), params));
  }

  /** The first two resources that each of several statements selects, by one statement. */
  List<List<Match>> findTwoOfEach(List<Sql> statements) {
    pending.flush();
    List<List<Match>> found = new ArrayList<>();
    List<Sql> parts = new ArrayList<>();
    for (Sql statement : statements) {
      parts.add(
          Sql.of("(select " + found.size() + " as place, s.res_id from (")
              .then(statement)
              .then(") s limit 2)"));
      found.add(new ArrayList<>());
    }
    Sql sql =
        Sql.of("select f.place, r.res_id, r.fhir_id from (")
            .then(Sql.join(" union all ", parts))
            .then(") f join hfj_resource r on r.res_id = f.res_id");
    return access
        .getObject()
        .byCriteria(
            () -> {
              jdbc.query(
                  sql.text(),
                  row -> {
                    found.get(row.getInt(1)).add(new Match(row.getLong(2), row.getString(3)));
                  },
                  sql.values().toArray());
              return found;
            });
  }

  /**
   * Those of the resources that exist for the caller: a reference may lead to one that does not.
   */
  Set<JpaPid> existing(Set<JpaPid> resources) {
    if (resources.isEmpty() || !access.getObject().isRestricted()) {
      return resources;
    }
    Set<Long> existing =
        new HashSet<>(
            jdbc.queryForList(
                "select res_id from hfj_resource where res_id = any(?)",
                Long.class,
                (Object) resources.stream().map(JpaPid::getId).toArray(Long[]::new)));
    return resources.stream()
        .filter(it -> existing.contains(it.getId()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** How many resources are found. */
  public long count(List<String> types, SearchParameterMap params) {
    pending.flush();
    Search search = understood(types, params);
    SqlCompiler compiler = compilers.get();
    Sql sql = params.isLastN() ? compiler.countLast(search, last(params)) : compiler.count(search);
    return counted(sql);
  }

  /**
   * How many resources are found, as far as a limit.
   *
   * @return the limit if there are as many, or more
   */
  public long count(List<String> types, SearchParameterMap params, int limit) {
    Sql sql =
        Sql.of("select count(*) from (").then(selectAny(types, params)).then(" limit ?) c", limit);
    return counted(sql);
  }

  /**
   * The patients in whose records something is found, in any order.
   *
   * @param limit how many at most
   * @return their numbers
   */
  public List<Long> patients(List<String> types, SearchParameterMap params, int limit) {
    pending.flush();
    Sql sql =
        Sql.of(
                "select distinct c.patient from andiron.compartment c"
                    + " where c.to_version is null and c.res_id in (")
            .then(selectAny(types, params))
            .then(") limit ?", limit);
    return jdbc.queryForList(sql.text(), Long.class, sql.values().toArray());
  }

  private long counted(Sql sql) {
    if (!explainer.explain("count", sql)) {
      return 0;
    }
    Long count = jdbc.queryForObject(sql.text(), Long.class, sql.values().toArray());
    return count == null ? 0 : count;
  }

  /**
   * How many resources PostgreSQL believes there are, from its statistics. Those tell of resources
   * that do not exist for a restricted caller, for whom they are counted.
   */
  public long estimate(List<String> types, SearchParameterMap params) {
    if (access.getObject().isRestricted()) {
      return count(types, params);
    }
    Sql sql = selectAny(types, params);
    // It is planned and not run, so that it may have been stopped.
    explainer.explain("estimate", sql);
    String plan =
        jdbc.queryForObject(
            "explain (format json) " + sql.text(), String.class, sql.values().toArray());
    Matcher rows = ESTIMATED_ROWS.matcher(plan == null ? "" : plan);
    return rows.find() ? Long.parseLong(rows.group(1)) : 0;
  }

  /** What is found, in any order. */
  private Sql selectAny(List<String> types, SearchParameterMap params) {
    Search search = understood(types, params);
    SqlCompiler compiler = compilers.get();
    return params.isLastN()
        ? compiler.selectLast(search, last(params))
        : compiler.selectUnordered(search);
  }
}
