package org.andiron.security.scope;

/** What became of one written scope. */
public sealed interface ScopeReading {

  /** It is a scope of SMART. */
  record Understood(Scope scope) implements ScopeReading {}

  /**
   * It is none, and allows nothing.
   *
   * @param text as written, with {@code ?} for whatever must not stand in a log; shortened
   * @param reason what is wrong with it, in a sentence without its values
   */
  record Refused(String text, String reason) implements ScopeReading {}
}
