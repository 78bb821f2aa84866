package org.andiron.consent.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;

/** Combines all that is to say of a request for a resource as part of one patient's record. */
final class PatientDecision implements Combination {

  private final ConsentRequest request;
  private final ResourceFacts resource;
  private final ResourceRef patient;
  private final Collection<ConsentDirective> consents;
  private final ConsentPolicies policies;
  private final RequestMatch ofRequest;
  private final ResourceMatch ofResource;
  private final CriterionMatcher matcher;
  private final ProvisionTree tree;
  private final ConsentStanding standing;
  private final GlassCheck glass;

  PatientDecision(
      ConsentRequest request,
      ResourceFacts resource,
      ResourceRef patient,
      Collection<ConsentDirective> consents,
      ConsentPolicies policies,
      RequestMatch ofRequest,
      ResourceMatch ofResource) {
    this.request = request;
    this.resource = resource;
    this.patient = patient;
    this.consents = consents;
    this.policies = policies;
    this.ofRequest = ofRequest;
    this.ofResource = ofResource;
    this.matcher = CriterionMatcher.of(ofRequest, ofResource);
    this.tree = new ProvisionTree(matcher);
    this.standing = new ConsentStanding(request, ofRequest, policies);
    this.glass = new GlassCheck(policies.breakGlass(), request);
  }

  Verdict decide() {
    DecidingRule rule = decidingRule();
    List<DecidingProvision> by =
        switch (rule) {
          case LEGAL_POLICY -> ofPolicies();
          case CONSENT_DENIES -> ofConsents(Effect.DENY);
          case CONSENT_PERMITS -> ofConsents(Effect.PERMIT);
          case CONSENT_PERMITS_OTHER -> ofConsents(Effect.NOTHING_BUT);
          case IMPLICIT_POLICY_DENIES, IMPLICIT_POLICY_PERMITS ->
              List.of(new DecidingProvision(patient, policies.implicit().uri(), ""));
          case OWN_RECORD, GOVERNANCE -> List.of();
          case BREAK_GLASS, NO_PATIENT -> throw new IllegalStateException(rule + " comes after");
        };
    return rule.permits() ? permitted(rule, by) : denied(rule, by);
  }

  @Override
  public boolean isForbidden() {
    return policies.legal().stream().anyMatch(this::forbids);
  }

  @Override
  public boolean isForbiddenInEmergency() {
    return policies.legal().stream()
        .anyMatch(policy -> !policy.emergencyException() && forbids(policy));
  }

  @Override
  public boolean isOwnRecord() {
    return ofRequest.isOf(patient);
  }

  @Override
  public boolean isGovernance() {
    return ofRequest.isForGovernance() && Governance.concerns(resource);
  }

  @Override
  public Effect strongestOfConsents() {
    Effect strongest = Effect.NONE;
    for (ConsentDirective consent : consents) {
      strongest = strongest.or(effect(consent));
    }
    return strongest;
  }

  @Override
  public boolean isPermittedImplicitly() {
    for (ImplicitPolicy.Permit permit : policies.implicit().permits()) {
      if (ofRequest.matches(permit) && ofResource.matches(permit)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isGlassAllowed() {
    return policies.implicit().breakGlass();
  }

  private boolean forbids(LegalPolicy policy) {
    return policy.concerns(patient) && tree.effect(policy.rule()) == Effect.DENY;
  }

  private Effect effect(ConsentDirective consent) {
    return standing.disregard(consent, patient, consents) != null
        ? Effect.NONE
        : Combination.ofConsent(
            tree.effect(consent.root()),
            consent.root().type(),
            standing.disregardOfPermission(consent) == null);
  }

  /** What the patient's consents and the legal policies say. */
  List<SourceExplanation> explain(Grounds grounds) {
    List<SourceExplanation> sources = new ArrayList<>();
    for (LegalPolicy policy : policies.legal()) {
      if (policy.concerns(patient)) {
        Effect effect = forbids(policy) ? Effect.DENY : Effect.NONE;
        sources.add(explain(policy.id(), effect, null, policy.rule(), grounds));
      }
    }
    for (ConsentDirective consent : consents) {
      if (consent.patient().equals(patient)) {
        sources.add(explain(consent, grounds));
      }
    }
    return sources;
  }

  private SourceExplanation explain(ConsentDirective consent, Grounds grounds) {
    Disregard disregard = standing.disregard(consent, patient, consents);
    if (disregard != null) {
      return new SourceExplanation(patient, consent.source(), Effect.NONE, disregard, List.of());
    }
    if (tree.effect(consent.root()) == Effect.PERMIT) {
      disregard = standing.disregardOfPermission(consent);
    }
    return explain(consent.source(), effect(consent), disregard, consent.root(), grounds);
  }

  private SourceExplanation explain(
      String source,
      Effect effect,
      @Nullable Disregard disregard,
      Provision root,
      Grounds grounds) {
    Set<String> paths =
        grounds.provisions().stream()
            .filter(it -> it.patient().equals(patient) && it.source().equals(source))
            .map(DecidingProvision::path)
            .collect(Collectors.toSet());
    Explainer explainer = new Explainer(request, resource, matcher, paths);
    return new SourceExplanation(patient, source, effect, disregard, explainer.explain(root));
  }

  private Verdict permitted(DecidingRule rule, List<DecidingProvision> by) {
    boolean toReport =
        rule == DecidingRule.BREAK_GLASS || PurposeMatch.BREAK_GLASS.equals(request.purpose());
    return new Verdict(rule, by, false, toReport ? List.of(glass.report(patient)) : List.of());
  }

  private Verdict denied(DecidingRule rule, List<DecidingProvision> by) {
    boolean yields = yieldsToGlass(rule);
    return yields && glass.isBrokenFor(patient)
        ? permitted(DecidingRule.BREAK_GLASS, by)
        : new Verdict(rule, by, yields && !isOwnRecord() && glass.mayBreak(), List.of());
  }

  private List<DecidingProvision> ofPolicies() {
    TreeSet<DecidingProvision> deciding = new TreeSet<>();
    for (LegalPolicy policy : policies.legal()) {
      if (forbids(policy)) {
        collect(policy.id(), policy.rule(), Effect.DENY, deciding);
      }
    }
    return List.copyOf(deciding);
  }

  private List<DecidingProvision> ofConsents(Effect effect) {
    TreeSet<DecidingProvision> deciding = new TreeSet<>();
    for (ConsentDirective consent : consents) {
      if (effect(consent) == effect) {
        collect(consent.source(), consent.root(), effect, deciding);
      }
    }
    return List.copyOf(deciding);
  }

  private void collect(
      String source, Provision root, Effect effect, TreeSet<DecidingProvision> deciding) {
    if (effect == Effect.NOTHING_BUT) {
      deciding.add(new DecidingProvision(patient, source, root.path()));
    } else {
      tree.deciding(
          root, effect, it -> deciding.add(new DecidingProvision(patient, source, it.path())));
    }
  }
}
