package org.andiron.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows of tables from which no answer is made alone, so that no request shows whether their
 * policies hide them. Each is hidden by its policy, and by nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiddenRowsIT extends AndironIT {

  private static final int DENIES = 3;
  private static final long PATIENT = -20;

  private final String id = "h-" + UUID.randomUUID();

  @Autowired private DataSource dataSource;
  private UndoneStatements sql;
  private long hidden;
  private long shown;
  private long hiddenBinary;
  private long shownBinary;

  @BeforeAll
  void store() {
    sql = new UndoneStatements(dataSource);
    hidden = stored("Basic", id + "-hidden");
    shown = stored("Basic", id + "-shown");
    hiddenBinary = stored("Binary", id + "-hidden");
    shownBinary = stored("Binary", id + "-shown");
  }

  private long stored(String type, String itsId) {
    String content =
        type.equals("Binary")
            ? "\"contentType\":\"text/plain\",\"data\":\"YQ==\""
            : "\"code\":{\"text\":\"x\"},\"meta\":{\"tag\":[{\"system\":\"urn:x\",\"code\":\"%s\"}]}"
                .formatted(id);
    assertThat(
            http()
                .put(type + "/" + itsId, TwoPatients.resource(type + "/" + itsId, content))
                .status())
        .isEqualTo(201);
    return Objects.requireNonNull(
        new JdbcTemplate(dataSource)
            .queryForObject(
                "select res_id from hfj_resource where res_type = ? and fhir_id = ?",
                Long.class,
                type,
                itsId));
  }

  @AfterAll
  void remove() {
    for (String type : new String[] {"Basic", "Binary"}) {
      http().delete(type + "/" + id + "-hidden");
      http().delete(type + "/" + id + "-shown");
    }
  }

  /** One Basic is withheld, and with it a Binary to which it has a link. */
  private void withhold() {
    sql.insert(
        "ruled",
        "res_id, patient, rule, from_version, to_version",
        hidden,
        PATIENT,
        DENIES,
        1,
        null);
    for (Map.Entry<Long, String> link :
        Map.of(hidden, id + "-hidden", shown, id + "-shown").entrySet()) {
      sql.insert(
          "binary_referrer",
          "source, binary_id, referrer, referrer_type, context, from_version",
          link.getKey(),
          link.getValue(),
          link.getKey(),
          "Basic",
          false,
          1);
    }
    for (long binary : new long[] {hiddenBinary, shownBinary}) {
      sql.update(
          "insert into hfj_res_link (pid, src_path, src_resource_id, source_resource_type,"
              + " target_resource_id, target_resource_type, sp_updated)"
              + " values (?, 'Binary.securityContext', ?, 'Binary', ?, 'Basic', now())",
          -binary,
          binary,
          shown);
    }
  }

  /** As a request from which that is withheld. */
  private void as(String role) {
    sql.set("withholding", "on");
    sql.set("known_rule", "100");
    sql.set("withheld", "{" + DENIES + "}");
    sql.set("exempt_patients", "{}");
    sql.set("withheld_exempt", "{}");
    for (String name : new String[] {"patients", "whole_patients", "queries", "query_patients"}) {
      sql.set(name, "{}");
    }
    for (String name : new String[] {"patient_types", "patient_queries", "owner"}) {
      sql.set(name, "");
    }
    sql.set("types", "Basic,Binary");
    sql.set("binaries", "on");
    sql.set("caller", "x");
    sql.set("role", role);
  }

  @ParameterizedTest
  @CsvSource({
    "hfj_res_tag, andiron_visible, andiron_ruled",
    "hfj_res_tag, andiron_visible, andiron_ruled_few",
    "hfj_res_tag, andiron_visible, andiron_restricted",
    "hfj_res_tag, andiron_visible, andiron_restricted_by_query",
    "hfj_history_tag, andiron_visible, andiron_ruled",
    "hfj_history_tag, andiron_visible, andiron_ruled_few",
    "hfj_history_tag, andiron_visible, andiron_restricted",
    "hfj_history_tag, andiron_visible, andiron_restricted_by_query",
    "hfj_res_link, andiron_withheld_binary, andiron_ruled",
    "hfj_res_link, andiron_withheld_binary, andiron_ruled_few",
    "hfj_res_link, andiron_withheld_binary, andiron_restricted",
    "hfj_res_link, andiron_withheld_binary, andiron_restricted_by_query"
  })
  void rowsOfWhatIsWithheldAreHidden(String table, String policy, String role) {
    boolean links = table.equals("hfj_res_link");
    String rows = table + " where " + (links ? "src_resource_id" : "res_id") + " = ?";
    long ofHidden = links ? hiddenBinary : hidden;
    long ofShown = links ? shownBinary : shown;
    sql.within(
        () -> {
          withhold();
          assertThat(sql.count(rows, ofHidden)).as("it is there").isEqualTo(1);
          as(role);
          assertThat(sql.count(rows, ofHidden)).isZero();
          assertThat(sql.count(rows, ofShown)).isEqualTo(1);
        });
    sql.within(
        () -> {
          withhold();
          sql.update("alter policy %s on %s using (true)".formatted(policy, table));
          as(role);
          assertThat(sql.count(rows, ofHidden)).as("nothing else hides it").isEqualTo(1);
        });
  }
}
