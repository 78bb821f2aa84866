package org.andiron.risk.cohort;

import java.util.Optional;

/** Bearer tokens for a server. */
public interface CohortTokens {

  /** For a server that needs none. */
  CohortTokens NONE =
      new CohortTokens() {
        @Override
        public Optional<String> current() {
          return Optional.empty();
        }

        @Override
        public Optional<String> insteadOf(String refused) {
          return Optional.empty();
        }
      };

  /** One that is good now; empty if none is sent. */
  Optional<String> current();

  /** Another in place of one that the server did not take; empty if there is none. */
  Optional<String> insteadOf(String refused);
}
