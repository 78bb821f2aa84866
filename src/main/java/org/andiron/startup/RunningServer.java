package org.andiron.startup;

import java.nio.file.Path;
import java.util.Optional;

/** Finds the server that runs on a data directory; the default target when no URL is given. */
@FunctionalInterface
public interface RunningServer {

  /**
   * The FHIR base URL of the server that runs on this data directory, or empty when none runs.
   *
   * @param dataDirectory where the embedded database keeps its files
   */
  Optional<String> find(Path dataDirectory);
}
