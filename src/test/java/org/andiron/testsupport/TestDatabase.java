package org.andiron.testsupport;

import java.sql.DriverManager;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives the shared context an empty database of its own. */
final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    String name = "it_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
    try (var c =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:25432/postgres", "andiron", "pw");
        var s = c.createStatement()) {
      s.execute("create database " + name);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
    TestPropertyValues.of(
            "andiron.db.url=jdbc:postgresql://127.0.0.1:25432/"
                + name
                + "?reWriteBatchedInserts=true")
        .applyTo(context);
  }
}
