package org.andiron.storage.search;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.andiron.storage.index.PendingIndex;
import org.andiron.storage.query.Search;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.query.Sql;
import org.andiron.storage.query.SqlCompiler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs searches over our index, in the transaction of the caller. */
final class IndexSearch {

  private static final int SCORE_DIGITS = 4;

  private final JdbcTemplate jdbc;
  private final PendingIndex pending;
  private final Supplier<SearchParser> parser;
  private final SqlCompiler compiler;

  /**
   * A search over the index.
   *
   * @param jdbc with a fetch size, so that long results are not read as a whole
   * @param parser gives a parser that knows the base URLs of this moment
   */
  IndexSearch(
      JdbcTemplate jdbc,
      PendingIndex pending,
      Supplier<SearchParser> parser,
      SqlCompiler compiler) {
    this.jdbc = jdbc;
    this.pending = pending;
    this.parser = parser;
    this.compiler = compiler;
  }

  /**
   * The numbers of the resources found, in order. The stream must be closed.
   *
   * @param limit null for all
   */
  Stream<Long> find(
      String resourceType, SearchParameterMap params, @Nullable Integer limit, int offset) {
    pending.flush();
    Search search = understood(resourceType, params);
    Sql sql =
        params.isLastN() ? compiler.selectLast(search, last(params)) : compiler.selectAll(search);
    if (limit != null) {
      sql = sql.then(" limit ?", limit);
    }
    if (offset > 0) {
      sql = sql.then(" offset ?", offset);
    }
    return jdbc.queryForStream(sql.text(), (row, number) -> row.getLong(1), sql.values().toArray());
  }

  /** How many observations of each group {@code $lastn} wants. */
  private static int last(SearchParameterMap params) {
    return Objects.requireNonNullElse(params.getLastNMax(), 1);
  }

  private Search understood(String resourceType, SearchParameterMap params) {
    List<String> types = List.of(resourceType);
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

  /**
   * How well each of the resources found matches, by type and id; empty if the search is not about
   * texts.
   */
  Map<String, BigDecimal> scores(
      String resourceType, SearchParameterMap params, List<Long> resources) {
    Map<String, BigDecimal> scores = new HashMap<>();
    compiler
        .scores(understood(resourceType, params), resources)
        .ifPresent(
            sql ->
                jdbc.query(
                    sql.text(),
                    row -> {
                      scores.put(
                          row.getString(1) + '/' + row.getString(2),
                          row.getBigDecimal(3).setScale(SCORE_DIGITS, RoundingMode.HALF_UP));
                    },
                    sql.values().toArray()));
    return scores;
  }

  /** How many resources are found. */
  long count(String resourceType, SearchParameterMap params) {
    pending.flush();
    Search search = understood(resourceType, params);
    Sql sql = params.isLastN() ? compiler.countLast(search, last(params)) : compiler.count(search);
    Long count = jdbc.queryForObject(sql.text(), Long.class, sql.values().toArray());
    return count == null ? 0 : count;
  }
}
