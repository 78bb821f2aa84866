package org.andiron.consent.decision;

/** What one consent or policy says of a request, the strongest first. */
public enum Effect {
  /** It denies it. */
  DENY,
  /** It permits it. */
  PERMIT,
  /** It permits something else, and nothing but that. */
  NOTHING_BUT,
  /** It says nothing of it. */
  NONE;

  /** The stronger of both. */
  public Effect or(Effect other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
