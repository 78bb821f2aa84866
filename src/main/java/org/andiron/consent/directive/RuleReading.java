package org.andiron.consent.directive;

import java.util.List;
import org.andiron.consent.rule.Provision;

/**
 * What came of reading a rule.
 *
 * @param rule not to be used if there are problems
 * @param problems why it cannot be computed; empty if it can
 */
public record RuleReading(Provision rule, List<ConsentProblem> problems) {

  public RuleReading {
    problems = List.copyOf(problems);
  }
}
