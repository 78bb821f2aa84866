package org.andiron.consentoracle;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;

/**
 * The security labels of resources against those that a provision names. Confidentiality is a
 * level: to permit one permits those below it, to deny one denies those above it. Sensitivities
 * include their kinds: to permit some, they must cover all that the resource has; to deny them,
 * any. What the labelling service has not looked at may have any, whatever labels it has.
 *
 * @see <a href="https://hl7.org/fhir/R4/consent-definitions.html#Consent.provision.securityLabel">
 *     securityLabel</a>
 */
final class Labels {

  /** From the least to the most confidential. */
  private static final List<String> LEVELS = List.of("U", "L", "M", "N", "R", "V");

  private static final int NORMAL = LEVELS.indexOf("N");
  private static final int RESTRICTED = LEVELS.indexOf("R");

  boolean match(List<Coding> repeats, boolean permit, Facts facts) {
    Set<Code> named = repeats.stream().map(Code::of).collect(Collectors.toSet());
    return named.stream().anyMatch(label -> isLevel(label, permit, facts))
        || named.stream().anyMatch(label -> isOther(label, named, permit, facts));
  }

  private static boolean isLevel(Code named, boolean permit, Facts facts) {
    int level = level(named);
    return level >= 0 && (permit ? level(facts) <= level : level(facts) >= level);
  }

  private static boolean isOther(Code label, Set<Code> named, boolean permit, Facts facts) {
    if (level(label) >= 0) {
      return false;
    }
    boolean found = facts.labels().stream().anyMatch(own -> PublishedCodes.isKindOf(own, label));
    return permit ? found && areSensitivitiesIn(named, facts) : found || !facts.labelled();
  }

  private static boolean areSensitivitiesIn(Set<Code> named, Facts facts) {
    return facts.labels().stream()
        .filter(Labels::isSensitivity)
        .allMatch(own -> named.stream().anyMatch(label -> PublishedCodes.isKindOf(own, label)));
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
    return isUnlabelled(facts) || facts.labels().stream().anyMatch(Labels::isSensitivity)
        ? RESTRICTED
        : NORMAL;
  }

  /** Nobody labelled it, and the labelling service has not looked at it. */
  private static boolean isUnlabelled(Facts facts) {
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
