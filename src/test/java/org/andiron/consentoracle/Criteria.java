package org.andiron.consentoracle;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * Whether a provision is about a question: each of its elements must be (AND), one repeat of an
 * element is enough (OR), and what is absent is about everything. Where that is unknown, a deny is
 * about it and a permit is not.
 *
 * @see <a href="https://hl7.org/fhir/R4/consent-definitions.html#Consent.provision">provision</a>
 */
final class Criteria {

  private static final Code TREATMENT = Code.reason("TREAT");
  private static final Code BREAK_GLASS = Code.reason("BTG");

  private final Set<Aspect> disregarded;
  private final Labels labels = new Labels();
  private final NamedData data = new NamedData();

  Criteria(Set<Aspect> disregarded) {
    this.disregarded = disregarded;
  }

  boolean match(Elements rule, ConsentProvisionType effect, Question question) {
    boolean permit = effect == ConsentProvisionType.PERMIT;
    Facts facts = question.facts();
    return isDuring(rule.period(), question)
        && holds(Aspect.ACTOR, rule.actors(), actor -> isActor(actor, permit, question))
        && holds(Aspect.ACTION, rule.actions(), action -> isAction(action, question))
        && holds(Aspect.PURPOSE, rule.purposes(), purpose -> isPurpose(purpose, permit, question))
        && holds(Aspect.CLASS, rule.classes(), type -> isClass(type, facts))
        && holds(Aspect.CODE, rule.codes(), code -> isCode(code, question))
        && areLabels(rule.labels(), permit, facts)
        && isInDataPeriod(rule.dataPeriod(), permit, question)
        && holds(Aspect.DATA, rule.data(), named -> data.match(named, permit, facts));
  }

  /** Whether a consent has to be verified and is not. */
  boolean isUnverified(Consent consent, Question question) {
    return question.world().requireVerified()
        && !disregarded.contains(Aspect.VERIFICATION)
        && consent.getVerification().stream().noneMatch(by -> by.getVerified());
  }

  /** Whether the question is asked during a period. */
  boolean isDuring(@Nullable Period period, Question question) {
    return period == null
        || disregarded.contains(Aspect.PERIOD)
        || Span.of(period, question.world().zone()).contains(question.time());
  }

  private <T> boolean holds(Aspect aspect, List<T> repeats, Predicate<T> matches) {
    return disregarded.contains(aspect) || repeats.isEmpty() || repeats.stream().anyMatch(matches);
  }

  /** An actor that cannot be resolved is anybody to a deny and nobody to a permit. */
  private static boolean isActor(provisionActorComponent actor, boolean permit, Question question) {
    Set<String> meant = question.world().resolve(actor.getReference());
    if (meant.isEmpty()) {
      return !permit;
    }
    Set<String> parties = question.caller().parties(question.world());
    return meant.stream().anyMatch(parties::contains);
  }

  private static boolean isAction(CodeableConcept action, Question question) {
    return action.getCoding().stream()
        .anyMatch(
            coding ->
                Code.ACTIONS.equals(coding.getSystem())
                    && question.interaction().actions().contains(coding.getCode()));
  }

  private static boolean isPurpose(Coding purpose, boolean permit, Question question) {
    if (question.purposes().isEmpty()) {
      return !permit;
    }
    Code named = Code.of(purpose);
    return question.purposes().stream().anyMatch(asked -> covers(named, asked, permit));
  }

  /**
   * Kinds of a purpose are covered; but to permit treatment is not to permit breaking the glass.
   */
  static boolean covers(Code named, Code asked, boolean permit) {
    return PublishedCodes.isKindOf(asked, named)
        && !(permit && asked.equals(BREAK_GLASS) && named.equals(TREATMENT));
  }

  private static boolean isClass(Coding type, Facts facts) {
    Code named = Code.of(type);
    return switch (named.system()) {
      case Code.RESOURCE_TYPES -> named.value().equals(facts.type());
      case Code.CANONICALS -> facts.profiles().contains(named.value());
      default -> facts.contents().contains(named);
    };
  }

  private static boolean isCode(CodeableConcept concept, Question question) {
    return concept.getCoding().stream()
        .map(Code::of)
        .anyMatch(
            named ->
                question.facts().codes().stream()
                    .anyMatch(code -> question.world().isKindOf(code, named)));
  }

  private boolean areLabels(List<Coding> named, boolean permit, Facts facts) {
    return named.isEmpty()
        || disregarded.contains(Aspect.SECURITY_LABEL)
        || labels.match(named, permit, facts);
  }

  /** To permit, all of the resource's time must be inside; to deny, any of it. */
  private boolean isInDataPeriod(@Nullable Period period, boolean permit, Question question) {
    if (period == null || disregarded.contains(Aspect.DATA_PERIOD)) {
      return true;
    }
    Span time = question.facts().time();
    if (time == null) {
      return !permit;
    }
    Span named = Span.of(period, question.world().zone());
    return permit ? time.isWithin(named) : time.overlaps(named);
  }
}
