package org.andiron.storage.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes rows of HAPI's tables as an earlier version of this server has left them. */
final class OlderDatabase {

  private final JdbcTemplate jdbc;

  OlderDatabase(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A resource and all of its versions. */
  void resource(long id, String type, int versions) {
    insert("hfj_resource", Map.of("res_id", id, "res_type", type, "res_ver", versions));
    for (int version = 1; version <= versions; version++) {
      insert(
          "hfj_res_ver",
          Map.of("pid", id * 100 + version, "res_id", id, "res_type", type, "res_ver", version));
    }
  }

  void delete(long id) {
    jdbc.update("update hfj_resource set res_deleted_at = now() where res_id = ?", id);
  }

  /** A reference to a Patient. */
  void link(long id, String path, long source, long patient) {
    insert(
        "hfj_res_link",
        Map.of(
            "pid",
            id,
            "src_path",
            path,
            "src_resource_id",
            source,
            "source_resource_type",
            path.substring(0, path.indexOf('.')),
            "target_resource_id",
            patient,
            "target_resource_type",
            "Patient"));
  }

  /** Says of a resource that parts of it have labels of their own. */
  void labelParts(long id, String type) {
    insert(
        "hfj_tag_def",
        Map.of(
            "tag_id",
            id,
            "tag_type",
            2,
            "tag_system",
            "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "tag_code",
            "PROCESSINLINELABEL"));
    insert("hfj_res_tag", Map.of("pid", id, "tag_id", id, "res_id", id, "res_type", type));
  }

  /** Columns that are not given, and may not be empty, have some value. */
  private void insert(String table, Map<String, Object> values) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<Object> arguments = new ArrayList<>();
    values.forEach(
        (column, value) -> {
          columns.put(column, "?");
          arguments.add(value);
        });
    jdbc.query(
        "select column_name, data_type from information_schema.columns where table_name = ? and"
            + " table_schema = 'public' and is_nullable = 'NO' and column_default is null",
        row -> {
          String type = row.getString(2);
          columns.putIfAbsent(
              row.getString(1),
              type.startsWith("timestamp")
                  ? "now()"
                  : type.startsWith("char") ? "'x'" : type.equals("boolean") ? "false" : "0");
        },
        table);
    jdbc.update(
        "insert into "
            + table
            + " ("
            + String.join(", ", columns.keySet())
            + ") values ("
            + columns.values().stream().collect(Collectors.joining(", "))
            + ")",
        arguments.toArray());
  }
}
