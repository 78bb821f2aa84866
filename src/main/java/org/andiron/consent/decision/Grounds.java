package org.andiron.consent.decision;

import java.util.List;

/**
 * Why it was decided so.
 *
 * @param rule the step that decided; of several patients, the strictest
 * @param provisions all that decided, in a fixed order
 */
public record Grounds(DecidingRule rule, List<DecidingProvision> provisions) {

  public Grounds {
    provisions = List.copyOf(provisions);
  }
}
