package org.andiron.storage.content;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.andiron.storage.query.Criterion;
import org.andiron.storage.query.Criterion.TextScope;
import org.andiron.storage.query.Sql;
import org.andiron.storage.query.TextSearch;

/** The search in texts over the table {@code idx_text}. */
final class ContentSearch implements TextSearch {

  /**
   * Weighs a match less in a long text, and maps the result to 0 to 1, as the score of a search
   * result is.
   */
  private static final int NORMALIZATION = 1 | 32;

  private final WordForms forms;

  ContentSearch(WordForms forms) {
    this.forms = forms;
  }

  @Override
  public Sql matches(Criterion.Text text) {
    return Sql.of("select x.res_id from andiron.idx_text x where ")
        .then(condition(query(text), text.scope()));
  }

  @Override
  public Sql score(Criterion.Text text, String resourceId) {
    Optional<TextQuery> ranked = query(text).ranked();
    return ranked
        .map(
            it ->
                Sql.of(
                    "coalesce((select ts_rank_cd(x."
                        + column(text.scope())
                        + ", ?::tsquery, "
                        + NORMALIZATION
                        + ") from andiron.idx_text x where x.res_id = "
                        + resourceId
                        + "), 0)",
                    it.toTsquery()))
        .orElseGet(() -> Sql.of("0"));
  }

  @Override
  public boolean hasWords(String text) {
    return TextQueryParser.parseBeginnings(text, forms).isPresent();
  }

  @Override
  public Sql matches(List<String> alternatives, Function<String, Sql> ofParameter) {
    return new NameSearch(ofParameter).select(query(alternatives));
  }

  @Override
  public Sql score(
      List<String> alternatives, Function<String, Sql> ofParameter, String resourceId) {
    return query(alternatives)
        .ranked()
        .map(it -> new NameSearch(ofParameter).score(it, resourceId, NORMALIZATION))
        .orElseGet(() -> Sql.of("0"));
  }

  private TextQuery query(List<String> alternatives) {
    List<TextQuery> queries =
        alternatives.stream()
            .flatMap(it -> TextQueryParser.parseBeginnings(it, forms).stream())
            .toList();
    return queries.size() == 1 ? queries.get(0) : new TextQuery.Any(queries);
  }

  private TextQuery query(Criterion.Text text) {
    List<TextQuery> queries = new ArrayList<>();
    for (String words : text.alternatives()) {
      queries.add(
          TextQueryParser.parse(words, forms)
              .orElseThrow(
                  () ->
                      new InvalidRequestException(
                          "The search parameter '"
                              + (text.scope() == TextScope.CONTENT ? "_content" : "_text")
                              + "' needs a word or a number to look for.")));
    }
    return queries.size() == 1 ? queries.get(0) : new TextQuery.Any(queries);
  }

  private static String column(TextScope scope) {
    return scope == TextScope.CONTENT ? "content" : "narrative";
  }

  private static Sql condition(TextQuery query, TextScope scope) {
    if (query.isIndexed()) {
      return Sql.of("x." + column(scope) + " @@ ?::tsquery", query.toTsquery());
    }
    if (query instanceof TextQuery.All all) {
      return conditions(all.queries(), scope, " and ");
    }
    if (query instanceof TextQuery.Any any) {
      return conditions(any.queries(), scope, " or ");
    }
    if (query instanceof TextQuery.Not not) {
      return Sql.of("not (").then(condition(not.query(), scope)).then(")");
    }
    return part((TextQuery.Part) query, scope);
  }

  private static Sql conditions(List<TextQuery> queries, TextScope scope, String operator) {
    return Sql.of("(")
        .then(Sql.join(operator, queries.stream().map(it -> condition(it, scope)).toList()))
        .then(")");
  }

  /** The parts have only letters: nothing that means something in a pattern. */
  private static Sql part(TextQuery.Part part, TextScope scope) {
    Sql anywhere = Sql.of("x.words like ?", '%' + part.text() + (part.end() ? " %" : "%"));
    return scope == TextScope.CONTENT
        ? anywhere
        : Sql.of("(")
            .then(anywhere)
            .then(
                " and exists (select 1 from unnest(tsvector_to_array(x.narrative)) w (word)"
                    + " where w.word like ?))",
                '%' + part.text() + (part.end() ? "" : "%"));
  }
}
