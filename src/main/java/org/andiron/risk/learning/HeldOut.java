package org.andiron.risk.learning;

import java.time.Instant;

/**
 * Which examples are held out to evaluate on. Those of one patient are never learned of and held
 * out both: where patients have examples before and after the time from which on they are held out,
 * those of patients who are drawn are.
 */
public sealed interface HeldOut {

  /** Which they are, for the card. */
  String described();

  /**
   * The latest.
   *
   * @param share of the examples
   */
  record Latest(double share) implements HeldOut {

    /**
     * @throws IllegalArgumentException if one part would be empty
     */
    public Latest {
      requireShare(share);
    }

    @Override
    public String described() {
      return "the examples with the latest index dates";
    }
  }

  /**
   * Those from a time on.
   *
   * @param index the first that is held out
   */
  record From(Instant index) implements HeldOut {

    @Override
    public String described() {
      return "the examples with index dates from %s on".formatted(index);
    }
  }

  /**
   * Those of patients who are drawn, whenever they are.
   *
   * @param share of the patients
   */
  record OfPatients(double share) implements HeldOut {

    /**
     * @throws IllegalArgumentException if one part would be empty
     */
    public OfPatients {
      requireShare(share);
    }

    @Override
    public String described() {
      return "the examples of patients who were drawn, %s of all".formatted(share);
    }
  }

  private static void requireShare(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a share is more than 0 and less than 1, not " + share);
    }
  }
}
