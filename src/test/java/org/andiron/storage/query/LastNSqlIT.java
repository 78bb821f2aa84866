package org.andiron.storage.query;

import static org.andiron.storage.query.Searches.asWritten;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.storage.query.TestIndex.Row;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Which observations are the newest of their group. All rows are in a transaction undone. */
class LastNSqlIT extends AndironIT {

  private static final String SUBJECT = "Observation.subject";
  private static final String SYSTEM = "urn:a";

  @Autowired private DataSource database;

  private Connection connection;
  private TestIndex index;
  private Row patient;

  @BeforeEach
  void begin() throws SQLException {
    connection = database.getConnection();
    connection.setAutoCommit(false);
    index = new TestIndex(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
    patient = index.resource("Patient", "somebody");
  }

  @AfterEach
  void undo() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
    connection.close();
  }

  /** An observation of a day in January 2024. */
  private Row on(int day, String id, String... codes) {
    String low = "2024-01-%02dT00:00:00Z".formatted(day);
    String high = "2024-01-%02dT00:00:00Z".formatted(day + 1);
    return undated(id, codes).date("date", low, high);
  }

  private Row undated(String id, String... codes) {
    Row row = index.resource("Observation", id).link(SUBJECT, patient).token("status", null, "x");
    for (String code : codes) {
      row.token("code", SYSTEM, code);
    }
    return row;
  }

  private List<String> last(int max) {
    return last("Observation?status=x", max);
  }

  private List<String> last(String url, int max) {
    Search search = asWritten(url);
    List<String> found = index.findLast(search, max);
    Sql count = index.compiler().countLast(search, max);
    assertThat(
            new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForObject(count.text(), Integer.class, count.values().toArray()))
        .isEqualTo(found.size());
    return found;
  }

  @Test
  void theNewestOfEachCodeAndTheCodeWithTheNewestFirst() {
    on(1, "a1", "a");
    on(2, "b2", "b");
    on(3, "a3", "a");
    on(4, "b4", "b");
    on(5, "a5", "a");
    assertThat(last(1)).containsExactly("a5", "b4");
    assertThat(last(2)).containsExactly("a5", "a3", "b4", "b2");
    assertThat(last(9)).containsExactly("a5", "a3", "a1", "b4", "b2");
  }

  @Test
  void thoseOfTheSameTimeAsTheLastAreThereToo() {
    on(4, "first", "a");
    on(3, "second", "a");
    on(3, "third", "a");
    on(3, "fourth", "a");
    on(2, "fifth", "a");
    assertThat(last(1)).containsExactly("first");
    assertThat(last(2)).containsExactly("first", "fourth", "third", "second");
    assertThat(last(4)).hasSize(4);
    assertThat(last(5)).hasSize(5);
  }

  @Test
  void codesOfOneObservationAreOneGroupWithAllThatHaveOneOfThem() {
    on(1, "a1", "a");
    on(2, "b2", "b");
    on(3, "d3", "d");
    assertThat(last(1)).containsExactly("d3", "b2", "a1");
    on(4, "ab", "a", "b");
    assertThat(last(1)).containsExactly("ab", "d3");
    on(5, "bc", "b", "c");
    on(6, "c6", "c");
    assertThat(last(1)).containsExactly("c6", "d3");
    on(7, "cd", "c", "d");
    assertThat(last(9)).containsExactly("cd", "c6", "bc", "ab", "d3", "b2", "a1");
  }

  @Test
  void longChainsOfCodesAreOneGroup() {
    for (int i = 1; i < 28; i++) {
      on(i, "o" + i, "c" + i * 17 % 28, "c" + (i + 1) * 17 % 28);
    }
    assertThat(last(1)).containsExactly("o27");
  }

  @Test
  void theSameCodeOfAnotherSystemIsAnother() {
    on(1, "a", "1");
    on(2, "b").token("code", "urn:b", "1");
    on(3, "none").token("code", null, "1");
    assertThat(last(1)).containsExactly("none", "b", "a");
  }

  @Test
  void textsGroupThoseWithoutCodes() {
    on(1, "Text1").string("code:text", "Text");
    on(2, "text2").string("code:text", "text");
    on(3, "t e x t3").string("code:text", "t e x t");
    on(4, "Text4").string("code:text", "Text");
    on(5, "coded5", "a").string("code:text", "Text");
    on(6, "empty6").token("code", SYSTEM, "");
    on(7, "empty7");
    assertThat(last(1)).containsExactly("empty7", "coded5", "Text4", "t e x t3", "text2");
  }

  @Test
  void eachSubjectHasGroupsOfItsOwn() {
    Row other = index.resource("Patient", "other");
    on(1, "mine1", "a");
    on(2, "mine2", "a");
    on(1, "ab", "a", "b");
    on(3, "mineB", "b");
    patient = other;
    on(4, "their4", "a");
    on(5, "their5", "a");
    on(6, "theirB", "b");
    assertThat(last(1)).containsExactly("mineB", "theirB", "their5");
  }

  @Test
  void subjectsElsewhereAreToldApart() {
    index
        .resource("Observation", "elsewhere1")
        .token("status", null, "x")
        .token("code", SYSTEM, "a")
        .uri("subject", "http://example.org/Patient/1", null);
    index
        .resource("Observation", "elsewhere2")
        .token("status", null, "x")
        .token("code", SYSTEM, "a")
        .uri("subject", "http://example.org/Patient/2", null);
    index
        .resource("Observation", "named1")
        .token("status", null, "x")
        .token("code", SYSTEM, "a")
        .token("subject:identifier", "urn:a", "1");
    index
        .resource("Observation", "named2")
        .token("status", null, "x")
        .token("code", SYSTEM, "a")
        .token("subject:identifier", "urn:a", "2");
    assertThat(last(1)).containsExactlyInAnyOrder("elsewhere1", "elsewhere2", "named1", "named2");
  }

  @Test
  void withoutTimeItIsTheOldestAndTheOneStoredLastIsNewer() {
    undated("first", "a");
    undated("second", "a");
    on(1, "dated", "a");
    index
        .resource("Observation", "changed", Instant.parse("2024-06-01T00:00:00Z"))
        .link(SUBJECT, patient)
        .token("status", null, "x")
        .token("code", SYSTEM, "a");
    assertThat(last(1)).containsExactly("dated");
    assertThat(last(2)).containsExactly("dated", "changed");
    assertThat(last(3)).containsExactly("dated", "changed", "second");
  }

  @Test
  void rangesCountFromTheirBeginning() {
    undated("long", "a").date("date", "2024-01-01T00:00:00Z", "infinity");
    undated("ended", "a").date("date", "-infinity", "2024-01-03T00:00:00Z");
    on(2, "day", "a");
    assertThat(last(9)).containsExactly("ended", "day", "long");
  }

  @Test
  void theSearchDecidesAmongWhich() {
    on(1, "a1", "a");
    on(2, "a2", "a").token("status", null, "wrong");
    on(3, "a3", "a").deleted();
    on(4, "b4", "b");
    assertThat(last("Observation?status=x&code=urn:a|a", 1)).containsExactly("a2");
    assertThat(last("Observation?status=x&code=urn:a|a&status:not=wrong", 1)).containsExactly("a1");
    assertThat(last("Observation?status=x&date=lt2024-01-02", 1)).containsExactly("a1");
    assertThat(last("Observation?status=y", 1)).isEmpty();
  }
}
