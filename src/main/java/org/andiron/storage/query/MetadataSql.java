package org.andiron.storage.query;

import java.util.List;
import org.andiron.storage.query.Criterion.TagKind;
import org.andiron.storage.query.Criterion.TokenMatch;
import org.jspecify.annotations.Nullable;

/** Resources by their metadata, which HAPI keeps. */
final class MetadataSql {

  private static final String TAGS =
      "select g.res_id from hfj_res_tag g join hfj_tag_def d on d.tag_id = g.tag_id"
          + " where d.tag_type = ?";

  /** What tags are called, in the first of the forms that {@link IndexedForms#fold} makes. */
  private static final String FOLDED_DISPLAY =
      "trim(regexp_replace(regexp_replace(translate("
          + "replace(replace(replace(replace(lower(normalize(d.tag_display, NFKD)),"
          + " 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'øłđðıς', 'olddiσ'),"
          + " '[-''\"`.\\u0300-\\u036f\\u2010-\\u201f]', '', 'g'),"
          + " '[\\s!#%&()*,/:;\\u003f@\\[\\]\\\\_{}]+', ' ', 'g'))";

  private final TokenSql tokens;
  private final IndexedForms forms;

  MetadataSql(TokenSql tokens, IndexedForms forms) {
    this.tokens = tokens;
    this.forms = forms;
  }

  /**
   * The resources with a label.
   *
   * @param types those that are looked for; empty for all
   */
  Sql tagged(Criterion.TagText text, List<String> types) {
    return tagged(
        text.kind(),
        types,
        Sql.any(
            text.texts().stream()
                .flatMap(it -> forms.fold(it).stream())
                .filter(it -> !it.isEmpty())
                .map(it -> Sql.literalInPattern(it) + '%')
                .map(it -> Sql.of(FOLDED_DISPLAY + " like ?", it))
                .toList()));
  }

  Sql tagged(Criterion.Tag tag, List<String> types) {
    TokenMatch match = tag.match();
    return tagged(tag.kind(), types, match == null ? null : tokens.onTag("d", match));
  }

  Sql ofProfile(Criterion.Profile profile, List<String> types) {
    return tagged(
        TagKind.PROFILE,
        types,
        profile.values().isEmpty()
            ? null
            : UriSql.onColumn("d.tag_code", profile.match(), profile.values()));
  }

  private static Sql tagged(TagKind kind, List<String> types, @Nullable Sql condition) {
    // PostgreSQL has HAPI's numbers for the kinds as smallint.
    Sql ofKind = Sql.of(TAGS, kind.ordinal());
    // By the type, what other types have need not be read.
    Sql all =
        types.isEmpty() ? ofKind : ofKind.then(" and ").then(Sql.isOneOf("g.res_type", types));
    return condition == null ? all : all.then(" and ").then(condition);
  }

  Sql fromSource(Criterion.Source source) {
    Sql current =
        Sql.of(
            "select v.res_id from hfj_res_ver v join hfj_resource c on c.res_id = v.res_id"
                + " and c.res_ver = v.res_ver where ");
    return source.values().isEmpty()
        ? current.then("v.source_uri is not null")
        : current.then(UriSql.onColumn("v.source_uri", source.match(), source.values()));
  }
}
