package org.andiron.risk.training;

/** Is told how far the learning is. */
@FunctionalInterface
public interface LearningProgress {

  /**
   * A step begins or goes on.
   *
   * @param step what is done, in a few words without anything of a patient
   * @param done parts of all
   */
  void at(String step, long done, long all);
}
