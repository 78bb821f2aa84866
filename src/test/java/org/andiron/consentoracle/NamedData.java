package org.andiron.consentoracle;

import java.util.Set;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * Whether a resource is among the data that a provision names, by the stored references between
 * both.
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
      case INSTANCE -> facts.self().isMeantBy(reference);
      case RELATED ->
          facts.self().isMeantBy(reference)
              || any(facts.referredFrom(), reference)
              || isGathering(reference, permit, facts) && any(facts.refersTo(), reference);
      case DEPENDENTS ->
          facts.self().isMeantBy(reference)
              || any(facts.refersTo(), reference)
              || isGathering(reference, permit, facts) && any(facts.referredFrom(), reference);
      case AUTHOREDBY -> any(facts.authors(), reference);
      default -> throw new IllegalArgumentException(named.getMeaning().toCode());
    };
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
