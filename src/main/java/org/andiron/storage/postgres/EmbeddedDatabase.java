package org.andiron.storage.postgres;

import java.nio.file.Path;

/**
 * A database that this process runs itself.
 *
 * @param postgres the running PostgreSQL
 * @param configuredDirectory its directory, as the operator wrote it
 */
record EmbeddedDatabase(EmbeddedPostgres postgres, Path configuredDirectory) implements Database {

  @Override
  public String jdbcUrl() {
    return postgres.jdbcUrl();
  }

  @Override
  public String user() {
    return postgres.user();
  }

  @Override
  public String password() {
    return postgres.password();
  }

  @Override
  public String searchPath() {
    return "public";
  }

  @Override
  public String description() {
    return "embedded PostgreSQL " + postgres.version() + " in " + configuredDirectory;
  }

  @Override
  public void publishServer(String url) {
    postgres.publishServer(url);
  }

  @Override
  public void close() {
    postgres.close();
  }
}
