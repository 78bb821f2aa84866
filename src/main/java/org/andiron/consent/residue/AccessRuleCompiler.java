package org.andiron.consent.residue;

import java.time.Instant;
import java.util.Collection;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;

/** Makes rules of consents and policies, for requests from an instant on. */
public final class AccessRuleCompiler {

  private final CodeSubsumption clinicalCodes;
  private final ConsentPolicies policies;
  private final Instant now;

  /**
   * @param clinicalCodes which codes of {@code provision.code} include which
   * @param now before which no request will come
   */
  public AccessRuleCompiler(CodeSubsumption clinicalCodes, ConsentPolicies policies, Instant now) {
    this.clinicalCodes = clinicalCodes;
    this.policies = policies;
    this.now = now;
  }

  /**
   * For resources of a patient's record.
   *
   * @param consents of the patient; those of others, and those that are not active, have no effect
   */
  public PatientRules ofPatient(ResourceRef patient, Collection<ConsentDirective> consents) {
    return new PatientRules(clinicalCodes, policies, now, patient, consents);
  }
}
