package org.andiron.risk.learning;

/**
 * Is told how far learning is. What it throws ends the learning, which can be taken up again where
 * it was if its steps were kept.
 */
@FunctionalInterface
public interface Progress {

  /**
   * A step begins.
   *
   * @param step what it is, for people
   * @param done how many steps are finished
   * @param all how many there are
   */
  void at(String step, int done, int all);
}
