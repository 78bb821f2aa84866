package org.andiron.consentoracle;

import java.util.Set;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * Whether a resource is among the data that a provision names, by the stored references between
 * both. To deny is to deny copies, wherever they are; to permit a copy is not to permit what is
 * around it.
 *
 * @see <a
 *     href="https://hl7.org/fhir/R4/valueset-consent-data-meaning.html">consent-data-meaning</a>
 */
final class NamedData {

  /**
   * IHE PCF says related for what is done during these, although it is those resources that refer
   * to them. For these both directions are meant, whatever the word.
   */
  private static final Set<String> GATHERING = Set.of("Encounter", "EpisodeOfCare", "CarePlan");

  boolean match(provisionDataComponent named, boolean permit, Facts facts) {
    Reference reference = named.getReference();
    return switch (named.getMeaning()) {
      case INSTANCE -> isIn(reference, permit, facts);
      case RELATED ->
          isIn(reference, permit, facts)
              || isReferredFrom(reference, permit, facts)
              || isGathering(reference, permit, facts) && any(facts.refersTo(), reference);
      case DEPENDENTS ->
          isIn(reference, permit, facts)
              || any(facts.refersTo(), reference)
              || isGathering(reference, permit, facts) && isReferredFrom(reference, permit, facts);
      case AUTHOREDBY ->
          any(facts.authors(), reference) || !permit && any(facts.inside().authors(), reference);
      default -> throw new IllegalArgumentException(named.getMeaning().toCode());
    };
  }

  /** What is meant, or has a copy of it. */
  private static boolean isIn(Reference reference, boolean permit, Facts facts) {
    return facts.self().isMeantBy(reference) || !permit && any(facts.inside().copied(), reference);
  }

  private static boolean isReferredFrom(Reference reference, boolean permit, Facts facts) {
    return any(facts.referredFrom(), reference)
        || !permit && any(facts.inside().referredFrom(), reference);
  }

  private static boolean any(Set<Link> links, Reference reference) {
    return links.stream().anyMatch(link -> link.isMeantBy(reference));
  }

  /**
   * To permit, the resource must be of the same patient alone. What has but an identifier may be of
   * any type if it states none.
   */
  private static boolean isGathering(Reference reference, boolean permit, Facts facts) {
    if (permit && facts.patients().size() > 1) {
      return false;
    }
    if (reference.hasReference()) {
      return GATHERING.contains(reference.getReference().split("/", 2)[0]);
    }
    return reference.hasType() ? GATHERING.contains(reference.getType()) : !permit;
  }
}
