package org.andiron.risk.page;

import java.util.Locale;

/**
 * What something is drawn with. The style sheet has a colour for it by day and one by night; that
 * given here shows where there is no style sheet. The colours are of M. Okabe and K. Ito's set,
 * which people see as different who do not see all colours.
 */
public enum Ink {
  /** What the model does. */
  MODEL("#0072B2"),
  /** Those who had the outcome, or what a group does. */
  SECOND("#D55E00"),
  /** What else is compared. */
  THIRD("#009E73"),
  /** The ideal, chance, and what is not treated. */
  REFERENCE("#6E6E6E"),
  GRID("#E2E5E9"),
  /** Further groups beside the first three, as the segments of a cohort. */
  FOURTH("#CC79A7"),
  FIFTH("#B07D00"),
  SIXTH("#3E9BD0"),
  SEVENTH("#7A5BA8"),
  EIGHTH("#4D4D4D");

  private final String colour;

  Ink(String colour) {
    this.colour = colour;
  }

  /** By day, where there is no style sheet. */
  public String colour() {
    return colour;
  }

  /** As SVG of Lets-Plot has it. */
  String rgb() {
    int value = Integer.parseInt(colour.substring(1), 16);
    return "rgb(%d,%d,%d)".formatted(value >> 16, value >> 8 & 0xFF, value & 0xFF);
  }

  /** Name in the style sheet. */
  public String style() {
    return name().toLowerCase(Locale.ROOT);
  }
}
