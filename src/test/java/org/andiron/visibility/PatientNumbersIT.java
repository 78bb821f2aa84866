package org.andiron.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Patients are known by their numbers, and asked for once. */
class PatientNumbersIT extends AndironIT {

  private final String one = "n1-" + UUID.randomUUID();
  private final String other = "n2-" + UUID.randomUUID();

  @Autowired private DataSource dataSource;
  private CountedQueries jdbc;
  private PatientNumbers numbers;

  private static final class CountedQueries extends JdbcTemplate {

    private int asked;

    @Override
    public void query(String sql, RowCallbackHandler rows, Object... arguments) {
      asked++;
      super.query(sql, rows, arguments);
    }
  }

  @BeforeEach
  void onThisDatabase() {
    jdbc = new CountedQueries();
    jdbc.setDataSource(dataSource);
    numbers = new PatientNumbers(jdbc);
  }

  @AfterEach
  void remove() {
    for (String reference : List.of("Patient/" + one, "Patient/" + other, "Person/" + other)) {
      http().delete(reference);
    }
  }

  private long store(String type, String id) {
    Answer stored =
        http().put(type + "/" + id, TwoPatients.resource(type + "/" + id, "\"active\":true"));
    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    return jdbc.queryForObject(
        "select res_id from hfj_resource where res_type = ? and fhir_id = ?", Long.class, type, id);
  }

  @Test
  void whoIsNotThereHasNone() {
    long number = store("Patient", one);
    store("Person", other);

    assertThat(numbers.of(Set.of(one, other, "n3-" + one)))
        .as("neither a Person nor nobody")
        .containsOnly(entry(one, number));
    assertThat(numbers.of(Set.of())).isEmpty();
  }

  @Test
  void whoIsKnownIsNotAskedForAgain() {
    long first = store("Patient", one);
    long second = store("Patient", other);
    assertThat(numbers.of(Set.of(one))).containsEntry(one, first);
    assertThat(jdbc.asked).isEqualTo(1);

    assertThat(numbers.of(Set.of(one))).containsEntry(one, first);
    assertThat(jdbc.asked).isEqualTo(1);

    assertThat(numbers.of(List.of(other, one)))
        .containsEntry(one, first)
        .containsEntry(other, second);
    assertThat(jdbc.asked).as("only the other").isEqualTo(2);
    assertThat(numbers.of(List.of(other, one))).hasSize(2);
    assertThat(jdbc.asked).isEqualTo(2);
  }

  @Test
  void whoIsStoredLaterIsFoundThen() {
    assertThat(numbers.of(Set.of(one))).isEmpty();
    long number = store("Patient", one);
    assertThat(numbers.of(Set.of(one))).containsEntry(one, number);
  }

  /** A deleted Patient's record stays whose it was. */
  @Test
  void theDeletedKeepTheirs() {
    long number = store("Patient", one);
    assertThat(http().delete("Patient/" + one).status()).isEqualTo(200);
    assertThat(numbers.of(Set.of(one))).containsEntry(one, number);
  }

  @Test
  void whatIsForgottenIsAskedForAgain() {
    store("Patient", one);
    numbers.of(Set.of(one));
    numbers.forget();
    assertThat(numbers.of(Set.of(one))).hasSize(1);
    assertThat(jdbc.asked).isEqualTo(2);
  }
}
