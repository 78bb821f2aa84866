package org.andiron.storage.postgres;

import java.util.function.Consumer;

/**
 * Opens the database that the settings ask for: the external one if it has an address, else the
 * embedded one. Needs no Spring context; see {@link OpeningDatabase} to do it in the background.
 */
public final class DatabaseConnector {

  private DatabaseConnector() {}

  /**
   * Opens the database, ready for use. The caller closes it.
   *
   * @param progress receives a line for each step that takes time
   * @throws DatabaseUnavailableException with one line that says why and what to do
   */
  public static Database open(
      DatabaseProperties external, EmbeddedPostgresProperties embedded, Consumer<String> progress) {
    if (external.url() != null) {
      return ExternalDatabaseCheck.open(external.url(), external);
    }
    return new EmbeddedDatabase(
        EmbeddedPostgres.start(embedded, progress), embedded.directory().normalize());
  }
}
