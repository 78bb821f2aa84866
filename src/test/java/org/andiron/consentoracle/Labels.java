package org.andiron.consentoracle;

import java.util.List;
import org.hl7.fhir.r4.model.Coding;

/**
 * The security labels of resources against those that a provision names. Confidentiality is a
 * level: to permit one permits those below it, to deny one denies those above it. Sensitivities
 * include their kinds.
 */
final class Labels {

  /** From the least to the most confidential. */
  private static final List<String> LEVELS = List.of("U", "L", "M", "N", "R", "V");

  private static final int NORMAL = LEVELS.indexOf("N");
  private static final int RESTRICTED = LEVELS.indexOf("R");

  boolean match(Coding label, boolean permit, Facts facts) {
    Code named = Code.of(label);
    int level = level(named);
    if (level >= 0) {
      return permit ? level(facts) <= level : level(facts) >= level;
    }
    return isUnknown(facts)
        ? !permit
        : facts.labels().stream().anyMatch(own -> PublishedCodes.isKindOf(own, named));
  }

  /**
   * The highest that it is labelled with. What is only labelled as sensitive is restricted; what
   * has no label is normal if the labelling service found none to give, and else restricted.
   */
  private static int level(Facts facts) {
    int highest = facts.labels().stream().mapToInt(Labels::level).max().orElse(-1);
    if (highest >= 0) {
      return highest;
    }
    return isUnknown(facts) || facts.labels().stream().anyMatch(Labels::isSensitivity)
        ? RESTRICTED
        : NORMAL;
  }

  /** Nobody labelled it, and the labelling service has not looked at it. */
  private static boolean isUnknown(Facts facts) {
    return !facts.labelled()
        && facts.labels().stream().noneMatch(label -> level(label) >= 0 || isSensitivity(label));
  }

  private static boolean isSensitivity(Code label) {
    return label.system().equals(Code.ACT_CODES);
  }

  private static int level(Code label) {
    return label.system().equals(Code.CONFIDENTIALITY) ? LEVELS.indexOf(label.value()) : -1;
  }
}
