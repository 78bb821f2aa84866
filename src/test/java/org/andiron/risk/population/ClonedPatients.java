package org.andiron.risk.population;

import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Multiplies stored patients with all that is theirs by copying rows: what a record is read from,
 * and nothing else. A hundred times as fast as storing them, which is not what is measured.
 */
final class ClonedPatients {

  /** More than there are rows of any table before. */
  private static final long SHIFT = 2_000_000;

  /** What refers to other resources of a patient, whose ids begin alike. */
  private static final String TEXT =
      "regexp_replace(res_text_vc, '(\"reference\":\"[A-Za-z]+/)seed', '\\1c%1$d-seed', 'g')";

  private final JdbcOperations jdbc;

  ClonedPatients(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes so many copies of each patient whose id begins with {@code seed}. */
  void make(int copies) {
    jdbc.execute("drop table if exists speed_seed");
    jdbc.execute(
        "create unlogged table speed_seed as select res_id from hfj_resource where fhir_id like"
            + " 'seed%'");
    for (int copy = 1; copy <= copies; copy++) {
      long by = copy * SHIFT;
      copy(
          "hfj_resource",
          "res_id",
          List.of("res_id = res_id + " + by, "fhir_id = 'c" + copy + "-' || fhir_id"));
      copy(
          "hfj_res_ver",
          "res_id",
          List.of(
              "res_id = res_id + " + by,
              "pid = pid + " + by,
              "res_text_vc = " + TEXT.formatted(copy)));
      copy("hfj_res_tag", "res_id", List.of("res_id = res_id + " + by, "pid = pid + " + by));
      copy(
          "hfj_res_link",
          "src_resource_id",
          List.of(
              "src_resource_id = src_resource_id + " + by,
              "target_resource_id = target_resource_id + " + by,
              "pid = pid + " + by));
      for (String index : List.of("idx_token", "idx_string", "idx_date", "labelled")) {
        copy("andiron." + index, "res_id", List.of("res_id = res_id + " + by));
      }
    }
    jdbc.execute("drop table speed_seed");
    jdbc.execute("vacuum analyze");
  }

  private void copy(String table, String seed, List<String> changes) {
    jdbc.execute("drop table if exists speed_copy");
    jdbc.execute(
        "create unlogged table speed_copy as select * from %s where %s in (select res_id from speed_seed)"
            .formatted(table, seed));
    jdbc.update("update speed_copy set " + String.join(", ", changes));
    jdbc.update("insert into %s select * from speed_copy".formatted(table));
    jdbc.execute("drop table speed_copy");
  }
}
