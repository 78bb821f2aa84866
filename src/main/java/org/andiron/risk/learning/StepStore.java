package org.andiron.risk.learning;

import java.util.Optional;

/**
 * Keeps what finished steps of learning came to, so that it can be taken up after an interruption.
 */
public interface StepStore {

  /** Keeps nothing. */
  StepStore NONE =
      new StepStore() {
        @Override
        public Optional<byte[]> find(String step) {
          return Optional.empty();
        }

        @Override
        public void keep(String step, byte[] content) {
          // Whoever is not interrupted needs nothing of it.
        }
      };

  /**
   * What was kept, whole and unchanged.
   *
   * @param step its name: lower-case letters, digits and hyphens; it stands for the data and the
   *     plan as well, so that nothing is taken up of others
   */
  Optional<byte[]> find(String step);

  /** Keeps what a step came to; an interruption leaves all of it or nothing. */
  void keep(String step, byte[] content);
}
