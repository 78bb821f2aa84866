package org.andiron.storage.search;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.andiron.storage.explain.StatementExplainer;
import org.andiron.storage.index.IndexState;
import org.andiron.storage.query.Inclusion;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.query.Sql;
import org.andiron.storage.query.SqlCompiler;

/** Follows the references that a search includes, in the transaction of the caller. */
public class IndexIncludes {

  private final SearchStatements statements;
  private final Supplier<SearchParser> parser;
  private final Supplier<SqlCompiler> compilers;
  private final IndexState state;
  private final StatementExplainer explainer;

  IndexIncludes(
      SearchStatements statements,
      Supplier<SearchParser> parser,
      Supplier<SqlCompiler> compilers,
      IndexState state,
      StatementExplainer explainer) {
    this.statements = statements;
    this.parser = parser;
    this.compilers = compilers;
    this.state = state;
    this.explainer = explainer;
  }

  /**
   * What a search wants included.
   *
   * @throws BaseServerResponseException if some would be missed that are not in the index yet
   */
  public List<Inclusion> of(SearchParameterMap params) {
    if (params.getIncludes().isEmpty() && params.getRevIncludes().isEmpty()) {
      return List.of();
    }
    SearchParser current = parser.get();
    List<Inclusion> inclusions =
        Stream.concat(
                params.getRevIncludes().stream().map(it -> inclusion(current, true, it)),
                params.getIncludes().stream().map(it -> inclusion(current, false, it)))
            .distinct()
            .toList();
    if (!state.isWhole() && inclusions.stream().anyMatch(Inclusion::isByIndex)) {
      throw state.refusal();
    }
    return inclusions;
  }

  private static Inclusion inclusion(SearchParser parser, boolean reverse, Include include) {
    return parser.inclusion(reverse, include.isRecurse(), include.getValue());
  }

  /**
   * The numbers of the resources to which one step leads.
   *
   * @param inclusions all of one direction
   * @param from the numbers of the resources where the step begins
   * @param limit how many at most
   */
  public List<Long> follow(List<Inclusion> inclusions, Collection<Long> from, int limit) {
    if (inclusions.isEmpty()) {
      return List.of();
    }
    Optional<Sql> sql = compilers.get().included(inclusions, from, limit);
    String purpose = inclusions.get(0).reverse() ? "revinclude" : "include";
    return sql.isPresent() && explainer.explain(purpose, sql.get())
        ? statements.queryForList(sql.get().text(), Long.class, sql.get().values().toArray())
        : List.of();
  }
}
