package org.andiron.consent.explanation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentExplanation;
import org.andiron.consent.decision.DecidingProvision;
import org.andiron.consent.decision.DecidingRule;
import org.andiron.consent.decision.SourceExplanation;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;

/**
 * To whom it is explained. A patient is told of their own consents, as far as these exist for them,
 * and of legal policies where they decide: neither what other patients consent to nor what the law
 * keeps from them shows.
 */
sealed interface Onlooker {

  /** May be told everything. */
  record Officer() implements Onlooker {

    @Override
    public boolean knowsOf(ResourceRef told) {
      return true;
    }

    @Override
    public Optional<DecidingRule> rule(ConsentExplanation explanation, ConsentPolicies policies) {
      return Optional.of(explanation.decision().grounds().rule());
    }

    @Override
    public List<DecidingProvision> deciding(ConsentExplanation explanation) {
      return explanation.decision().grounds().provisions();
    }

    @Override
    public List<SourceExplanation> sources(
        ConsentExplanation explanation, ConsentPolicies policies) {
      return explanation.sources();
    }
  }

  /**
   * The patient whose record it is.
   *
   * @param consents ids of the Consents that exist for them
   */
  record ThePatient(ResourceRef patient, Set<ResourceRef> consents) implements Onlooker {

    public ThePatient {
      consents = Set.copyOf(consents);
    }

    /** It may be of another patient's record. */
    @Override
    public boolean knowsOf(ResourceRef told) {
      return false;
    }

    @Override
    public Optional<DecidingRule> rule(ConsentExplanation explanation, ConsentPolicies policies) {
      DecidingRule strictest = explanation.decision().grounds().rule();
      boolean alone =
          explanation.decision().grounds().provisions().stream().allMatch(this::isOwn)
              && explanation.sources().stream().allMatch(it -> it.patient().equals(patient));
      return alone ? Optional.of(strictest) : own(explanation, policies);
    }

    /** What decides of it as part of this patient's record, if that is what decided. */
    private Optional<DecidingRule> own(ConsentExplanation explanation, ConsentPolicies policies) {
      ConsentDecision decision = explanation.decision();
      List<DecidingProvision> own =
          decision.grounds().provisions().stream().filter(this::isOwn).toList();
      if (own.isEmpty()) {
        return Optional.of(decision.grounds().rule())
            .filter(it -> it == DecidingRule.OWN_RECORD || it == DecidingRule.GOVERNANCE);
      }
      String source = own.get(0).source();
      if (isLegal(source, policies)) {
        return Optional.of(DecidingRule.LEGAL_POLICY);
      }
      if (source.equals(policies.implicit().uri())) {
        return Optional.of(
            decision.permits()
                ? DecidingRule.IMPLICIT_POLICY_PERMITS
                : DecidingRule.IMPLICIT_POLICY_DENIES);
      }
      return explanation.sources().stream()
          .filter(it -> it.patient().equals(patient) && it.source().equals(source))
          .findFirst()
          .map(
              it ->
                  switch (it.effect()) {
                    case PERMIT -> DecidingRule.CONSENT_PERMITS;
                    case DENY -> DecidingRule.CONSENT_DENIES;
                    case NOTHING_BUT, NONE -> DecidingRule.CONSENT_PERMITS_OTHER;
                  });
    }

    private static boolean isLegal(String source, ConsentPolicies policies) {
      return policies.legal().stream().anyMatch(it -> it.id().equals(source));
    }

    private boolean isOwn(DecidingProvision provision) {
      return provision.patient().equals(patient);
    }

    @Override
    public List<DecidingProvision> deciding(ConsentExplanation explanation) {
      return explanation.decision().grounds().provisions().stream()
          .filter(this::isOwn)
          .filter(it -> exists(it.source()))
          .toList();
    }

    @Override
    public List<SourceExplanation> sources(
        ConsentExplanation explanation, ConsentPolicies policies) {
      List<DecidingProvision> deciding = deciding(explanation);
      return explanation.sources().stream()
          .filter(it -> it.patient().equals(patient))
          .filter(
              it ->
                  isLegal(it.source(), policies)
                      ? deciding.stream().anyMatch(by -> by.source().equals(it.source()))
                      : exists(it.source()))
          .toList();
    }

    private boolean exists(String source) {
      return ResourceRef.ofRelative(source)
          .filter(it -> it.type().equals("Consent"))
          .map(consents::contains)
          .orElse(true);
    }
  }

  /** Whether they may be told of what another resource tells that is withheld. */
  boolean knowsOf(ResourceRef told);

  /** What decided, empty if that is nothing of this patient's. */
  Optional<DecidingRule> rule(ConsentExplanation explanation, ConsentPolicies policies);

  /** The provisions that decided. */
  List<DecidingProvision> deciding(ConsentExplanation explanation);

  /** All that was looked at. */
  List<SourceExplanation> sources(ConsentExplanation explanation, ConsentPolicies policies);
}
