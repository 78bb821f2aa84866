package org.andiron.storage.postgres;

import org.jspecify.annotations.Nullable;

/**
 * A database that somebody else runs.
 *
 * @param jdbcUrl its address
 * @param user role to log in as
 * @param password password of that role
 * @param searchPath search path of this role here, without schema andiron
 * @param description version and place
 */
record ExternalDatabase(
    String jdbcUrl,
    @Nullable String user,
    @Nullable String password,
    String searchPath,
    String description)
    implements Database {

  /** Nothing to do: there is no directory in which commands could look. */
  @Override
  public void publishServer(String url) {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "ExternalDatabase[" + description + "]";
  }
}
