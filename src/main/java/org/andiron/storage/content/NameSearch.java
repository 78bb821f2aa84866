package org.andiron.storage.content;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.andiron.storage.query.Sql;

/**
 * Selects resources by what their codes and references are called, over the table {@code
 * idx_words}. Parts of words are looked up in the folded texts of {@code idx_string}, each select
 * by itself, so that an index serves it.
 */
final class NameSearch {

  private final Function<String, Sql> ofParameter;

  /**
   * @param ofParameter that a row, by its alias, is of the parameter
   */
  NameSearch(Function<String, Sql> ofParameter) {
    this.ofParameter = ofParameter;
  }

  /** The {@code res_id} of resources whose texts match, all texts of the parameter together. */
  Sql select(TextQuery query) {
    if (query.isIndexed()) {
      return all().then(" and w.words @@ ?::tsquery", query.toTsquery());
    }
    if (query instanceof TextQuery.All all) {
      return all(all.queries());
    }
    if (query instanceof TextQuery.Any any) {
      return combined(
          Sql.join(" union ", any.queries().stream().map(this::inParentheses).toList()));
    }
    if (query instanceof TextQuery.Not not) {
      return combined(all().then(" except ").then(inParentheses(not.query())));
    }
    return part((TextQuery.Part) query);
  }

  /** How well the texts of a resource match. */
  Sql score(TextQuery ranked, String resourceId, int normalization) {
    return Sql.of(
            "coalesce((select ts_rank_cd(w.words, ?::tsquery, "
                + normalization
                + ") from andiron.idx_words w where w.res_id = "
                + resourceId
                + " and ",
            ranked.toTsquery())
        .then(ofParameter.apply("w"))
        .then("), 0)");
  }

  /** The resources with a text. */
  private Sql all() {
    return Sql.of("select w.res_id from andiron.idx_words w where ").then(ofParameter.apply("w"));
  }

  private Sql all(List<TextQuery> queries) {
    List<TextQuery> indexed = queries.stream().filter(TextQuery::isIndexed).toList();
    List<Sql> wanted = new ArrayList<>();
    List<Sql> unwanted = new ArrayList<>();
    if (!indexed.isEmpty()) {
      wanted.add(inParentheses(new TextQuery.All(indexed)));
    }
    for (TextQuery query : queries) {
      if (query.isIndexed()) {
        continue;
      }
      if (query instanceof TextQuery.Not not) {
        unwanted.add(inParentheses(not.query()));
      } else {
        wanted.add(inParentheses(query));
      }
    }
    if (wanted.isEmpty()) {
      wanted.add(all());
    }
    Sql both = Sql.join(" intersect ", wanted);
    for (Sql none : unwanted) {
      both = both.then(" except ").then(none);
    }
    return combined(both);
  }

  private Sql inParentheses(TextQuery query) {
    return Sql.of("(").then(select(query)).then(")");
  }

  private static Sql combined(Sql selects) {
    return Sql.of("select m.res_id from (").then(selects).then(") m (res_id)");
  }

  /** The parts have only letters: nothing that means something in a pattern. */
  private Sql part(TextQuery.Part part) {
    Sql anywhere =
        Sql.of("select s.res_id from andiron.idx_string s where ")
            .then(ofParameter.apply("s"))
            .then(" and s.folded like ?", '%' + part.text() + '%');
    return part.end()
        ? anywhere.then(
            " and exists (select 1 from andiron.idx_words w,"
                + " unnest(tsvector_to_array(w.words)) l (lexeme)"
                + " where w.res_id = s.res_id and w.param = s.param and l.lexeme like ?)",
            '%' + part.text())
        : anywhere;
  }
}
