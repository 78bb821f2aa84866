package org.andiron.consent.decision;

import java.util.Set;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeHierarchy;
import org.andiron.consent.term.Confidentiality;

/**
 * Whether a resource has one of the labels that a provision names.
 *
 * <p>What permits a level reaches all that is no more confidential, what denies one all that is no
 * less. What denies a sensitivity reaches each resource that has it or a kind of it, and each at
 * which the labelling rules have not looked yet, so that it may have it; what permits some reaches
 * resources whose every sensitivity is one of them or a kind of one, so that to permit one is not
 * to permit another that the same resource has.
 */
final class LabelMatch {

  private LabelMatch() {}

  static boolean matches(Criterion.Labels ruled, SecurityLabels labels, ProvisionType type) {
    for (Confidentiality level : ruled.levels()) {
      if (type == ProvisionType.DENY
          ? level.atMost(labels.confidentiality())
          : labels.confidentiality().atMost(level)) {
        return true;
      }
    }
    if (ruled.labels().isEmpty()) {
      return false;
    }
    if (type == ProvisionType.DENY) {
      return !labels.known()
          || anyRuled(ruled, labels.sensitivities())
          || anyRuled(ruled, labels.others());
    }
    return labels.sensitivities().isEmpty()
        ? anyRuled(ruled, labels.others())
        : allRuled(ruled, labels.sensitivities());
  }

  private static boolean anyRuled(Criterion.Labels ruled, Set<Code> present) {
    for (Code label : present) {
      if (isRuled(ruled, label)) {
        return true;
      }
    }
    return false;
  }

  private static boolean allRuled(Criterion.Labels ruled, Set<Code> present) {
    for (Code label : present) {
      if (!isRuled(ruled, label)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRuled(Criterion.Labels ruled, Code label) {
    for (Code one : ruled.labels()) {
      if (CodeHierarchy.SENSITIVITIES.subsumes(one, label)) {
        return true;
      }
    }
    return false;
  }
}
