package org.andiron.consentoracle;

import static org.hl7.fhir.r4.model.Consent.ConsentProvisionType.DENY;
import static org.hl7.fhir.r4.model.Consent.ConsentProvisionType.PERMIT;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;

/**
 * What one consent says to a question. A nested provision that applies speaks in the place of the
 * one that it is nested in; of several side by side, one that denies.
 *
 * <ul>
 *   <li>One of the other type is an exception: it applies where the outer one does.
 *   <li>One of the same type adds to the outer one, and so may widen it: as the psychiatrist, who
 *       may see psychiatry beside what is normal. What it does not restate of the outer one, such
 *       as the purposes, holds for it, too.
 * </ul>
 *
 * @see <a href="https://hl7.org/fhir/R4/consent.html">Consent</a>
 */
final class Directive {

  /** The answers of a consent. */
  enum Answer {
    PERMIT,
    DENY,
    /** It permits something, and so nothing else; but not this. */
    PERMIT_OTHER,
    NONE
  }

  private final Criteria criteria;
  private final Set<Aspect> disregarded;

  Directive(Set<Aspect> disregarded) {
    this.criteria = new Criteria(disregarded);
    this.disregarded = disregarded;
  }

  /** Only for consents in force. */
  Answer says(Consent consent, Question question) {
    ConsentProvisionType base = base(consent);
    Elements elements = Elements.of(consent.getProvision());
    Optional<ConsentProvisionType> said =
        says(consent.getProvision(), base, elements, true, question);
    if (said.isPresent()) {
      return said.get() == DENY ? Answer.DENY : permit(consent, question);
    }
    return base == PERMIT ? Answer.PERMIT_OTHER : Answer.NONE;
  }

  /**
   * Where nobody knows the purpose, research is not permitted. Nor is anything by what has to be
   * verified and is not.
   */
  private Answer permit(Consent consent, Question question) {
    boolean maybe = question.purposes().isEmpty() && !Scopes.of(consent).contains(Scopes.PRIVACY);
    return maybe || criteria.isUnverified(consent, question) ? Answer.NONE : Answer.PERMIT;
  }

  /**
   * @param outside whether all applies that this is an exception to
   */
  private Optional<ConsentProvisionType> says(
      ProvisionComponent rule,
      ConsentProvisionType type,
      Elements elements,
      boolean outside,
      Question question) {
    boolean applies = outside && applies(rule, type, elements, question);
    List<ConsentProvisionType> said =
        nested(rule).stream()
            .map(
                inner -> {
                  Elements own = Elements.of(inner);
                  return inner.getType() == type
                      ? says(inner, type, own.over(elements), outside, question)
                      : says(inner, inner.getType(), own, applies, question);
                })
            .flatMap(Optional::stream)
            .toList();
    if (!said.isEmpty()) {
      return Optional.of(said.contains(DENY) ? DENY : PERMIT);
    }
    return applies ? Optional.of(type) : Optional.empty();
  }

  /** A provision with all that adds to it: exceptions are exceptions to that, too. */
  private boolean applies(
      ProvisionComponent rule, ConsentProvisionType type, Elements elements, Question question) {
    return criteria.match(elements, type, question)
        || nested(rule).stream()
            .filter(inner -> inner.getType() == type)
            .anyMatch(inner -> applies(inner, type, Elements.of(inner).over(elements), question));
  }

  private List<ProvisionComponent> nested(ProvisionComponent rule) {
    return disregarded.contains(Aspect.NESTED_PROVISIONS) ? List.of() : rule.getProvision();
  }

  /** The type of the root as IHE PCF asks for it, or else the policy rule, or else deny. */
  private static ConsentProvisionType base(Consent consent) {
    if (consent.getProvision().hasType()) {
      return consent.getProvision().getType();
    }
    return hasRule(consent, "OPTIN") && !hasRule(consent, "OPTOUT") ? PERMIT : DENY;
  }

  private static boolean hasRule(Consent consent, String code) {
    for (Coding coding : consent.getPolicyRule().getCoding()) {
      if (Code.of(coding).equals(new Code(Code.ACT_CODES, code))) {
        return true;
      }
    }
    return false;
  }
}
