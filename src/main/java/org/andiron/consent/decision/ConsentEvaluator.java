package org.andiron.consent.decision;

import java.util.Collection;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.term.CodeSubsumption;

/** Decides. Holds no state; the same input gives the same decision. */
public final class ConsentEvaluator {

  private final CodeSubsumption clinicalCodes;

  /**
   * @param clinicalCodes which codes of {@code provision.code} include which; purposes and
   *     sensitivities are known here
   */
  public ConsentEvaluator(CodeSubsumption clinicalCodes) {
    this.clinicalCodes = clinicalCodes;
  }

  /**
   * Whether a request may be met with a resource.
   *
   * @param consents of all patients whose record the resource is part of; those of others, and
   *     those that are not active, have no effect
   */
  public ConsentDecision decide(
      ConsentRequest request,
      ResourceFacts resource,
      Collection<ConsentDirective> consents,
      ConsentPolicies policies) {
    throw new UnsupportedOperationException(clinicalCodes.toString());
  }
}
