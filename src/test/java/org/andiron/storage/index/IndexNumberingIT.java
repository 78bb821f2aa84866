package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Two servers on one database, each with what it remembers. Numbers are never taken away. */
class IndexNumberingIT extends AndironIT {

  private final String code = "numbered-" + UUID.randomUUID().toString().substring(0, 8);
  private final AtomicInteger statements = new AtomicInteger();

  @Autowired private DataSource database;
  @Autowired private PlatformTransactionManager transactions;

  private IndexNumbering here;
  private IndexNumbering other;

  @BeforeEach
  void start() {
    here = new IndexNumbering(new Counting(database), transactions);
    other = new IndexNumbering(new JdbcTemplate(database), transactions);
  }

  private final class Counting extends JdbcTemplate {

    Counting(DataSource database) {
      super(database);
    }

    @Override
    protected void applyStatementSettings(Statement statement) throws SQLException {
      super.applyStatementSettings(statement);
      statements.incrementAndGet();
    }
  }

  @Test
  void whatHasNoNumberIsAskedForOncePerSearch() {
    assertThat(here.now().parameter("Basic", code)).isEmpty();
    statements.set(0);
    IndexNumbers search = here.now();
    for (int i = 0; i < 5; i++) {
      assertThat(search.parameter("Basic", code + i)).isEmpty();
    }
    // Two, if the server has indexed something new in between.
    assertThat(statements.get()).isBetween(1, 2);
  }

  @Test
  void whatIsKnownIsNotAskedFor() {
    int number = here.parameterFor("Basic", code);
    statements.set(0);
    assertThat(here.now().parameter("Basic", code)).hasValue(number);
    assertThat(statements).hasValue(0);
  }

  @Test
  void theNextSearchFindsWhatAnotherServerHasAdded() {
    assertThat(here.now().parameter("Basic", code)).isEmpty();
    int number = other.parameterFor("Basic", code);
    assertThat(here.now().parameter("Basic", code)).hasValue(number);
  }

  @Test
  void whatWasAddedHereDoesNotHideWhatAnotherServerHasAdded() {
    assertThat(here.now().parameter("Basic", code)).isEmpty();
    int number = other.parameterFor("Basic", code);
    here.parameterFor("Basic", code + "-here");
    here.parameterFor("Basic", code + "-too");
    assertThat(here.now().parameter("Basic", code)).hasValue(number);
  }
}
