package org.andiron.testsupport;

import java.nio.file.Path;

/**
 * Where a JVM of tests keeps its files, below {@code target}. Integration tests run in two JVMs at
 * the same time, and neither may touch what the other has.
 */
public final class TestFolder {

  private static final String FORK = System.getProperty("andiron.test.fork", "1");

  private TestFolder() {}

  /** The folder of this name that only this JVM uses. It may not be there yet. */
  public static Path of(String name) {
    return Path.of("target", "it-" + FORK, name);
  }
}
