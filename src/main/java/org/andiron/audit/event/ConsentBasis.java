package org.andiron.audit.event;

import java.util.Optional;

/**
 * What decided whether something was shown or done.
 *
 * @param patient id of the patient whose permission it is about
 * @param consent that decided, with its version, as in {@code Consent/1/_history/2}; empty if none
 *     did
 * @param policy that decided where no consent did, empty if one did
 * @param permits whether it permits
 * @param rule which provision or step decided, empty if that is not known
 */
public record ConsentBasis(
    String patient, Optional<String> consent, String policy, boolean permits, String rule) {

  /**
   * @throws IllegalArgumentException if neither a consent nor a policy decided
   */
  public ConsentBasis {
    ResourceReference.checkId(patient);
    consent.ifPresent(ResourceReference::check);
    policy = DisplayText.of(policy);
    rule = DisplayText.of(rule);
    if (consent.isEmpty() && policy.isEmpty()) {
      throw new IllegalArgumentException("a consent or a policy decides");
    }
  }
}
