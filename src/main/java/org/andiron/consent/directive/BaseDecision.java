package org.andiron.consent.directive;

import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;

/**
 * Reads what the root of a Consent does: {@code provision.type} if it is there, although R4 would
 * have none at the root; otherwise {@code OPTIN} or {@code OPTOUT} of {@code policyRule}; otherwise
 * it denies.
 */
final class BaseDecision {

  private static final String PERMITS = "OPTIN";
  private static final String DENIES = "OPTOUT";

  private final Problems problems;

  BaseDecision(Problems problems) {
    this.problems = problems;
  }

  ProvisionType of(Consent consent) {
    Set<String> rule =
        consent.getPolicyRule().getCoding().stream()
            .filter(it -> CodeSystems.ACT_CODE.equals(it.getSystem()) && it.hasCode())
            .map(Coding::getCode)
            .filter(it -> it.equals(PERMITS) || it.equals(DENIES))
            .collect(Collectors.toSet());
    if (rule.size() > 1) {
      problems.add("Consent.policyRule", "is both OPTIN and OPTOUT: keep the one that is meant");
    }
    ProvisionType ofRule = rule.contains(PERMITS) ? ProvisionType.PERMIT : ProvisionType.DENY;
    ProvisionType stated = ProvisionReader.type(consent.getProvision().getType());
    if (stated != null && !rule.isEmpty() && stated != ofRule) {
      problems.add(
          "Consent.provision.type",
          "contradicts Consent.policyRule: change one of them, or leave it out");
    }
    return stated == null ? ofRule : stated;
  }
}
