package org.andiron.storage.distribution;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Writes a code system in one transaction, in the place of what was stored under the same URL and
 * version: whoever asks sees all of the old or all of the new.
 */
final class CodeSystemWriter {

  /** Of the readers and of what they store: a higher one loads unchanged files anew. */
  static final int READER = 1;

  private final DataSource dataSource;

  CodeSystemWriter(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Writes all; returns the number of the code system. */
  int write(Distribution distribution, String sha256, Progress progress)
      throws IOException, SQLException {
    Edition edition = distribution.edition();
    Concepts concepts = distribution.concepts();
    int[][] ancestors = concepts.ancestors();
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        deleteConcepts(connection, edition);
        int first = number(connection, "select coalesce(max(number), 0) + 1 from andiron.concept");
        int system = store(connection, edition, sha256, concepts.size(), first);
        writeConcepts(connection, system, first, concepts, ancestors, progress);
        writeProperties(connection, distribution, concepts, first);
        writeDesignations(connection, distribution, concepts, first);
        connection.commit();
        connection.setAutoCommit(autoCommit);
        return system;
      } catch (Throwable e) {
        rollback(connection, autoCommit, e);
        throw e;
      }
    }
  }

  /** Commits are never left to the change of the mode: it would also commit what failed. */
  private static void rollback(Connection connection, boolean autoCommit, Throwable failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** Tells PostgreSQL's planner what there is now. */
  void analyze() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "analyze andiron.concept, andiron.concept_property, andiron.concept_designation");
    }
  }

  private static void writeConcepts(
      Connection connection,
      int system,
      int first,
      Concepts concepts,
      int[][] ancestors,
      Progress progress)
      throws IOException, SQLException {
    try (CopyStream rows =
        new CopyStream(
            connection,
            "andiron.concept (number, system, code, display, inactive, parents, ancestors)")) {
      for (int i = 0; i < concepts.size(); i++) {
        rows.add(first + i).add(system).add(concepts.code(i)).add(concepts.display(i));
        rows.add(concepts.isInactive(i));
        rows.add(concepts.parents(i), first).add(ancestors[i], first).endRow();
        progress.written(i + 1, concepts.size());
      }
      rows.finish();
    }
  }

  private static void writeProperties(
      Connection connection, Distribution distribution, Concepts concepts, int first)
      throws IOException, SQLException {
    try (CopyStream rows =
        new CopyStream(
            connection, "andiron.concept_property (concept, property, value, is_code)")) {
      distribution.properties(
          concepts,
          (concept, property, value, isCode) -> {
            if (!value.isEmpty()) {
              rows.add(first + concept).add(property).add(value).add(isCode).endRow();
            }
          });
      rows.finish();
    }
  }

  private static void writeDesignations(
      Connection connection, Distribution distribution, Concepts concepts, int first)
      throws IOException, SQLException {
    try (CopyStream rows =
        new CopyStream(
            connection, "andiron.concept_designation (concept, language, use_code, value)")) {
      distribution.designations(
          concepts,
          (concept, language, use, value) -> {
            if (!value.isEmpty()) {
              rows.add(first + concept).add(language).add(use).add(value).endRow();
            }
          });
      rows.finish();
    }
  }

  /** The number stays when a version is replaced: other nodes still ask for it. */
  private static int store(
      Connection connection, Edition edition, String sha256, int concepts, int first)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into andiron.code_system
              (url, version, name, edition, sha256, reader, concepts, first_concept)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (url, version) do update set name = excluded.name,
              edition = excluded.edition, sha256 = excluded.sha256, reader = excluded.reader,
              concepts = excluded.concepts, first_concept = excluded.first_concept
            returning id
            """)) {
      insert.setString(1, edition.url());
      insert.setString(2, edition.version());
      insert.setString(3, edition.name());
      insert.setString(4, edition.branch());
      insert.setString(5, sha256);
      insert.setInt(6, READER);
      insert.setInt(7, concepts);
      insert.setInt(8, first);
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void deleteConcepts(Connection connection, Edition edition) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id from andiron.code_system where url = ? and version = ?")) {
      select.setString(1, edition.url());
      select.setString(2, edition.version());
      try (ResultSet rows = select.executeQuery()) {
        if (rows.next()) {
          deleteConcepts(connection, rows.getInt(1));
        }
      }
    }
  }

  /** Removes a code system. */
  void delete(int system) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        deleteConcepts(connection, system);
        execute(connection, "delete from andiron.code_system where id = ?", system);
        connection.commit();
        connection.setAutoCommit(autoCommit);
      } catch (Throwable e) {
        rollback(connection, autoCommit, e);
        throw e;
      }
    }
  }

  private static void deleteConcepts(Connection connection, int system) throws SQLException {
    for (String table : new String[] {"concept_property", "concept_designation"}) {
      execute(
          connection,
          """
          delete from andiron.%s t using andiron.code_system s
          where s.id = ? and t.concept >= s.first_concept
            and t.concept < s.first_concept + s.concepts
          """
              .formatted(table),
          system);
    }
    execute(connection, "delete from andiron.concept where system = ?", system);
  }

  private static void execute(Connection connection, String sql, int system) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, system);
      statement.executeUpdate();
    }
  }
}
