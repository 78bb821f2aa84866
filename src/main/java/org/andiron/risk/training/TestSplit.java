package org.andiron.risk.training;

import java.time.LocalDate;

/** Which examples are kept for the test. A patient is either trained with or tested. */
public sealed interface TestSplit {

  /** Those with an index time from that day on, in UTC. */
  record From(LocalDate day) implements TestSplit {}

  /** Those of a share of patients, chosen by the seed. */
  record Share(double share) implements TestSplit {

    /**
     * @throws IllegalArgumentException if one part would be empty
     */
    public Share {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("a share is more than 0 and less than 1");
      }
    }
  }
}
