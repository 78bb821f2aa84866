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
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;

/** Combines all that is to say of a request for a resource as part of one patient's record. */
final class PatientDecision {

  private final ConsentRequest request;
  private final ResourceFacts resource;
  private final ResourceRef patient;
  private final Collection<ConsentDirective> consents;
  private final ConsentPolicies policies;
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
      CriterionMatcher matcher) {
    this.request = request;
    this.resource = resource;
    this.patient = patient;
    this.consents = consents;
    this.policies = policies;
    this.matcher = matcher;
    this.tree = new ProvisionTree(matcher);
    this.standing = new ConsentStanding(request, policies.requireVerified());
    this.glass = new GlassCheck(policies.breakGlass(), request);
  }

  Verdict decide() {
    List<LegalPolicy> forbidding = forbidding();
    if (!forbidding.isEmpty()) {
      boolean yields = forbidding.stream().allMatch(LegalPolicy::emergencyException);
      return denied(DecidingRule.LEGAL_POLICY, ofPolicies(forbidding), yields);
    }
    Effect strongest = Effect.NONE;
    for (ConsentDirective consent : consents) {
      strongest = ProvisionTree.stronger(strongest, effect(consent));
    }
    return switch (strongest) {
      case DENY -> denied(DecidingRule.CONSENT_DENIES, ofConsents(strongest), true);
      case PERMIT -> permitted(DecidingRule.CONSENT_PERMITS, ofConsents(strongest));
      case NOTHING_BUT -> denied(DecidingRule.CONSENT_PERMITS_OTHER, ofConsents(strongest), true);
      case NONE -> implicit(policies.implicit());
    };
  }

  private Effect effect(ConsentDirective consent) {
    if (standing.disregard(consent, patient, consents) != null) {
      return Effect.NONE;
    }
    Effect effect = tree.effect(consent.root());
    if (effect == Effect.PERMIT && standing.disregardOfPermission(consent) != null) {
      return Effect.NONE;
    }
    return effect == Effect.NONE && consent.root().type() == ProvisionType.PERMIT
        ? Effect.NOTHING_BUT
        : effect;
  }

  /** What the patient's consents and the legal policies say. */
  List<SourceExplanation> explain(Grounds grounds) {
    List<SourceExplanation> sources = new ArrayList<>();
    for (LegalPolicy policy : policies.legal()) {
      if (concerns(policy)) {
        boolean forbids = tree.effect(policy.rule()) == Effect.DENY;
        Effect effect = forbids ? Effect.DENY : Effect.NONE;
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

  private List<LegalPolicy> forbidding() {
    List<LegalPolicy> forbidding = List.of();
    for (LegalPolicy policy : policies.legal()) {
      if (concerns(policy) && tree.effect(policy.rule()) == Effect.DENY) {
        forbidding = forbidding.isEmpty() ? new ArrayList<>() : forbidding;
        forbidding.add(policy);
      }
    }
    return forbidding;
  }

  private boolean concerns(LegalPolicy policy) {
    return policy.patient() == null || policy.patient().equals(patient);
  }

  private Verdict implicit(ImplicitPolicy policy) {
    List<DecidingProvision> by = List.of(new DecidingProvision(patient, policy.uri(), ""));
    for (ImplicitPolicy.Permit permit : policy.permits()) {
      if (ImplicitMatch.matches(permit, request, resource)) {
        return permitted(DecidingRule.IMPLICIT_POLICY_PERMITS, by);
      }
    }
    return denied(DecidingRule.IMPLICIT_POLICY_DENIES, by, true);
  }

  private Verdict permitted(DecidingRule rule, List<DecidingProvision> by) {
    boolean toReport =
        rule == DecidingRule.BREAK_GLASS || PurposeMatch.BREAK_GLASS.equals(request.purpose());
    return new Verdict(rule, by, false, toReport ? List.of(glass.report(patient)) : List.of());
  }

  /**
   * Where the organisation's policy excludes breaking the glass, it does so for what consents deny
   * too: otherwise a patient who denies would be seen by those who do not see one who says nothing.
   */
  private Verdict denied(DecidingRule rule, List<DecidingProvision> by, boolean yields) {
    boolean yieldsToGlass = yields && policies.implicit().breakGlass();
    return yieldsToGlass && glass.isBrokenFor(patient)
        ? permitted(DecidingRule.BREAK_GLASS, by)
        : new Verdict(rule, by, yieldsToGlass && glass.mayBreak(), List.of());
  }

  private List<DecidingProvision> ofPolicies(List<LegalPolicy> forbidding) {
    TreeSet<DecidingProvision> deciding = new TreeSet<>();
    for (LegalPolicy policy : forbidding) {
      collect(policy.id(), policy.rule(), Effect.DENY, deciding);
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
