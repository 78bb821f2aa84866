package org.andiron.audit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.audit.lifecycle.RecordedStates.Change;
import org.andiron.testsupport.SmartIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is another than it was is told once, and told again if it was not recorded. */
class RecordedStatesIT extends SmartIT {

  private final String prefix = "test-" + UUID.randomUUID() + "/";
  private final List<Change> told = new ArrayList<>();

  @Autowired private DataSource dataSource;

  private RecordedStates states;

  @BeforeEach
  void open() {
    states =
        new RecordedStates(
            jdbc(), new TransactionTemplate(new DataSourceTransactionManager(dataSource)));
  }

  private void exchange(String... namesAndStates) {
    Map<String, String> now = new TreeMap<>();
    for (int i = 0; i < namesAndStates.length; i += 2) {
      now.put(prefix + namesAndStates[i], namesAndStates[i + 1]);
    }
    told.clear();
    states.exchange(prefix, now, told::addAll);
  }

  private Change change(String name, String before, String now) {
    return new Change(prefix + name, before, now);
  }

  @Test
  void changesAreToldOnce() {
    exchange("a", "1", "b", "1", "c", "1");
    assertThat(told)
        .containsExactly(change("a", "", "1"), change("b", "", "1"), change("c", "", "1"));
    exchange("a", "1", "b", "1", "c", "1");
    assertThat(told).isEmpty();
    exchange("a", "1", "b", "2", "d", "1");
    assertThat(told)
        .containsExactly(change("b", "1", "2"), change("d", "", "1"), change("c", "1", ""));
    exchange("a", "1", "b", "2", "d", "1");
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsNotRecordedIsToldAgain() {
    assertThatThrownBy(
            () ->
                states.exchange(
                    prefix,
                    Map.of(prefix + "a", "1"),
                    changes -> {
                      throw new IllegalStateException("not recorded");
                    }))
        .hasMessage("not recorded");
    exchange("a", "1");
    assertThat(told).containsExactly(change("a", "", "1"));
  }
}
