package org.andiron.testsupport;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** The small seeded cohort of synthetic patients; its README says what is in it. */
public final class SyntheaCohort {

  private SyntheaCohort() {}

  /** The folder of the Bundles, each a {@code .json.gz} file. */
  public static Path folder() {
    URL folder = Objects.requireNonNull(SyntheaCohort.class.getResource("/org/andiron/synthea"));
    try {
      return Path.of(folder.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
