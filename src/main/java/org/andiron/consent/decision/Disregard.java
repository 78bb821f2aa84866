package org.andiron.consent.decision;

import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.TimeRange;

/** Why a consent has no effect although its provisions may apply. */
public sealed interface Disregard {

  /** Its status is not {@code active}. */
  record NotActive() implements Disregard {}

  /** The resource is part of no record of its patient. */
  record OtherPatient() implements Disregard {}

  /** Its scope says nothing of access for the purpose of the request. */
  record OtherScope(ConsentScope scope) implements Disregard {}

  /** The period of its root is still to come. */
  record PeriodNotBegun(TimeRange period) implements Disregard {}

  /** The period of its root is over. */
  record PeriodOver(TimeRange period) implements Disregard {}

  /** What it permits does not count, because nobody verified it. */
  record NotVerified() implements Disregard {}

  /** What it permits does not count, because it is about research and the purpose is not known. */
  record PurposeUnknown() implements Disregard {}

  /**
   * Another takes its place.
   *
   * @param by the other, as decisions name it
   */
  record Superseded(String by) implements Disregard {}
}
