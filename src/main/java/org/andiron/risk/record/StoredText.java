package org.andiron.risk.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a resource as the database has it.
 *
 * @param patient id of the Patient as part of whose record it was asked for; empty if of nobody's
 * @param json without id, version and tags
 * @param tags as {@link #TAGS} selects them
 */
record StoredText(
    String patient,
    String type,
    String id,
    long version,
    Timestamp updated,
    String json,
    List<String> tags) {

  /**
   * A column with kind, system and code of each tag, in their order. Lacks its table. That most
   * have none is told sooner than what they are.
   */
  private static final String TAGS =
      """
      case when exists (select 1 from %1$s t where %2$s) then
        (select array_agg(d.tag_type || '|' || coalesce(d.tag_system, '') || '|' || d.tag_code
           order by d.tag_type, d.tag_system, d.tag_code)
         from %1$s t join hfj_tag_def d on d.tag_id = t.tag_id where %2$s) end\
      """;

  /** Tags of the newest version. */
  static final String TAGS_NOW = TAGS.formatted("hfj_res_tag", "t.res_id = v.res_id");

  /** Tags of an earlier version. */
  static final String TAGS_THEN = TAGS.formatted("hfj_history_tag", "t.res_ver_pid = v.pid");

  /** Of a row with the columns patient, type, id, version, when it was stored, text and tags. */
  static StoredText of(ResultSet row) throws SQLException {
    java.sql.@Nullable Array tags = row.getArray(7);
    return new StoredText(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getTimestamp(5),
        row.getString(6),
        tags == null ? List.of() : List.of((String[]) tags.getArray()));
  }
}
