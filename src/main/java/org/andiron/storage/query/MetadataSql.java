package org.andiron.storage.query;

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

  Sql tagged(Criterion.TagText text) {
    return tagged(
        text.kind(),
        Sql.any(
            text.texts().stream()
                .flatMap(it -> forms.fold(it).stream())
                .filter(it -> !it.isEmpty())
                .map(it -> Sql.literalInPattern(it) + '%')
                .map(it -> Sql.of(FOLDED_DISPLAY + " like ?", it))
                .toList()));
  }

  Sql tagged(Criterion.Tag tag) {
    TokenMatch match = tag.match();
    return tagged(tag.kind(), match == null ? null : tokens.onTag("d", match));
  }

  Sql ofProfile(Criterion.Profile profile) {
    return tagged(
        TagKind.PROFILE,
        profile.values().isEmpty()
            ? null
            : UriSql.onColumn("d.tag_code", profile.match(), profile.values()));
  }

  private static Sql tagged(TagKind kind, @Nullable Sql condition) {
    // PostgreSQL has HAPI's numbers for the kinds as smallint.
    Sql all = Sql.of(TAGS, kind.ordinal());
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
