package org.andiron.storage.postgres;

import org.jspecify.annotations.Nullable;

/** The PostgreSQL that holds everything, checked and ready. Closing it stops an embedded one. */
public sealed interface Database extends AutoCloseable permits EmbeddedDatabase, ExternalDatabase {

  /**
   * JDBC address; may hold parameters, which may be secret: show {@link #description()} instead.
   */
  String jdbcUrl();

  /** Role to log in as; null leaves the choice to the driver. */
  @Nullable String user();

  /** Password of that role; null if it needs none. */
  @Nullable String password();

  /**
   * The search path of every connection, as SQL. Its first schema holds the FHIR tables. Schema
   * {@code andiron}, which holds Andiron's own, is never in it: PostgreSQL looks first in the
   * schema named like the role, and would find it there from the second start on.
   */
  String searchPath();

  /** For people: kind, version and place, without secrets. */
  String description();

  /** Lets the commands of the jar find this process, serving FHIR at this base URL. */
  void publishServer(String url);

  @Override
  void close();
}
