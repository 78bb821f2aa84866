package org.andiron.consent.term;

/** Whether one code includes another. */
@FunctionalInterface
public interface CodeSubsumption {

  /** A code includes itself only. */
  CodeSubsumption EQUALITY = Code::equals;

  /** Whether {@code special} is {@code general} or a kind of it. */
  boolean subsumes(Code general, Code special);
}
