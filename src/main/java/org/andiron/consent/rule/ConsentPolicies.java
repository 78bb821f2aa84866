package org.andiron.consent.rule;

import java.util.List;

/**
 * What holds beside the consents.
 *
 * @param legal come first
 * @param implicit holds where no consent says anything
 * @param breakGlass comes last
 * @param requireVerified whether what a consent permits counts only if somebody verified it
 */
public record ConsentPolicies(
    List<LegalPolicy> legal,
    ImplicitPolicy implicit,
    BreakGlassPolicy breakGlass,
    boolean requireVerified) {

  public ConsentPolicies {
    legal = List.copyOf(legal);
  }

  /** Whether a consent is verified, if it has to be. */
  public boolean trust(ConsentDirective consent) {
    return consent.verified() || !requireVerified;
  }

  /** An implicit policy alone. */
  public static ConsentPolicies of(ImplicitPolicy implicit) {
    return new ConsentPolicies(List.of(), implicit, BreakGlassPolicy.NOBODY, false);
  }
}
