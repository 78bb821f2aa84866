package org.andiron.consent.decision;

import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ProvisionType;

/**
 * Whether criteria are met.
 *
 * <p>What is not known counts against the caller: a rule that denies is met by it, one that permits
 * is not.
 */
@FunctionalInterface
public interface CriterionMatcher {

  /**
   * Whether a criterion is met.
   *
   * @param type of the provision that has it
   */
  boolean matches(Criterion criterion, ProvisionType type);

  /** For a request and a resource. */
  static CriterionMatcher of(RequestMatch request, ResourceMatch resource) {
    return (criterion, type) ->
        criterion.kind().isOfRequest()
            ? request.matches(criterion, type)
            : resource.matches(criterion, type);
  }
}
