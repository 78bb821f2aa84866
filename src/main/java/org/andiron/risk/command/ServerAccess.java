package org.andiron.risk.command;

import java.nio.file.Path;
import org.andiron.risk.cohort.CohortTokens;
import org.jspecify.annotations.Nullable;

/** Gets tokens for a server. */
@FunctionalInterface
public interface ServerAccess {

  /**
   * Tokens for the server; {@link CohortTokens#NONE} if there is no key to get them with.
   *
   * @param server its FHIR base URL
   * @param dataDirectory where a server on this machine has its data and the operator's key
   * @param key the file of another key, null for the operator's
   * @throws org.andiron.risk.training.TrainingException if the key cannot be used
   */
  CohortTokens of(String server, Path dataDirectory, @Nullable Path key);
}
