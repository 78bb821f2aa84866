package org.andiron.consentoracle;

/** Whoever answers questions: the oracle, or the server's evaluator. */
@FunctionalInterface
interface Decider {

  boolean permits(Question question);
}
