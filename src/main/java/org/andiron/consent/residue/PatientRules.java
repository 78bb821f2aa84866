package org.andiron.consent.residue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.consent.decision.Governance;
import org.andiron.consent.decision.LabelledPart;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.ResourceMatch;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;

/**
 * Makes rules for resources as part of one patient's record. Of resources that answer all that is
 * asked of them alike, it makes one. Not for several threads at a time.
 */
public final class PatientRules {

  private final CodeSubsumption clinicalCodes;
  private final ConsentPolicies policies;
  private final Instant now;
  private final ResourceRef patient;
  private final List<Standing> standing = new ArrayList<>();
  private final List<LegalPolicy> legal;
  private final Set<Asked> asked = new LinkedHashSet<>();
  private final Map<BitSet, AccessRule> made = new HashMap<>();

  /**
   * A consent that will have an effect.
   *
   * @param during when
   * @param criteria of its root, all but the period, which is met then
   */
  private record Standing(ConsentDirective consent, TimeSet during, List<Criterion> criteria) {}

  /** What is asked of a resource. */
  private record Asked(Criterion criterion, ProvisionType type) {}

  PatientRules(
      CodeSubsumption clinicalCodes,
      ConsentPolicies policies,
      Instant now,
      ResourceRef patient,
      Collection<ConsentDirective> consents) {
    this.clinicalCodes = clinicalCodes;
    this.policies = policies;
    this.now = now;
    this.patient = patient;
    for (ConsentDirective consent : consents) {
      TimeSet during = during(consent, consents);
      if (!during.isNever()) {
        standing.add(new Standing(consent, during, criteriaWithoutPeriod(consent.root())));
        collectAsked(consent.root());
      }
    }
    this.legal = policies.legal().stream().filter(it -> it.concerns(patient)).toList();
    legal.forEach(it -> collectAsked(it.rule()));
  }

  /** What a provision inherits, an outer one of the same type asks. */
  private void collectAsked(Provision provision) {
    for (Criterion criterion : provision.criteria()) {
      if (!criterion.kind().isOfRequest()) {
        asked.add(new Asked(criterion, provision.type()));
      }
    }
    provision.provisions().forEach(this::collectAsked);
  }

  /** One that may take the place of another does so while it has an effect itself. */
  private TimeSet during(ConsentDirective consent, Collection<ConsentDirective> all) {
    if (!hasEffect(consent)) {
      return TimeSet.NEVER;
    }
    TimeSet during = TimeSet.of(consent.period());
    for (ConsentDirective other : all) {
      if (hasEffect(other) && policies.trust(other) && other.supersedes(consent)) {
        during = during.minus(other.period());
      }
    }
    return during.from(now);
  }

  private boolean hasEffect(ConsentDirective consent) {
    return consent.active()
        && consent.scope() != ConsentScope.OTHER
        && consent.patient().equals(patient);
  }

  private static List<Criterion> criteriaWithoutPeriod(Provision root) {
    return root.criteria().stream().filter(it -> it.kind() != Criterion.Kind.PERIOD).toList();
  }

  /** The rule of a resource. */
  public AccessRule ofWhole(ResourceFacts resource) {
    if (!resource.patients().contains(patient)) {
      throw new IllegalArgumentException("a resource of another patient's record");
    }
    ResourceMatch match = new ResourceMatch(clinicalCodes, resource, patient);
    boolean ofGovernance = Governance.concerns(resource);
    return made.computeIfAbsent(answers(match, ofGovernance), any -> of(match, ofGovernance));
  }

  private BitSet answers(ResourceMatch match, boolean ofGovernance) {
    BitSet answers = new BitSet();
    int index = 0;
    answers.set(index++, ofGovernance);
    for (Asked one : asked) {
      answers.set(index++, match.matches(one.criterion, one.type));
    }
    for (ImplicitPolicy.Permit permit : policies.implicit().permits()) {
      answers.set(index++, match.matches(permit));
    }
    return answers;
  }

  private AccessRule of(ResourceMatch match, boolean ofGovernance) {
    ProvisionResidue residue = new ProvisionResidue(match, now);
    List<ResidualDenial> denials = new ArrayList<>();
    for (LegalPolicy policy : legal) {
      addDenial(policy, residue, denials);
    }
    List<ResidualConsent> consents = new ArrayList<>(standing.size());
    for (Standing it : standing) {
      consents.add(
          new ResidualConsent(
              it.consent.scope(),
              policies.trust(it.consent),
              it.during,
              root(it.consent.root().type(), residue.of(it.consent.root(), it.criteria))));
    }
    List<ImplicitPolicy.Permit> permits = new ArrayList<>();
    for (ImplicitPolicy.Permit permit : policies.implicit().permits()) {
      if (match.matches(permit)) {
        permits.add(new ImplicitPolicy.Permit(permit.purposes(), permit.roles(), null));
      }
    }
    return RuleNormalForm.of(
        consents, denials, policies.implicit().breakGlass(), permits, ofGovernance);
  }

  /** The rules of the parts of a resource that have labels of their own, in their order. */
  public List<PartRule> ofParts(ResourceFacts resource) {
    List<PartRule> rules = new ArrayList<>(resource.parts().size());
    for (LabelledPart part : resource.parts()) {
      rules.add(new PartRule(part.path(), ofWhole(resource.labelledAs(part.labels()))));
    }
    return rules;
  }

  private static void addDenial(
      LegalPolicy policy, ProvisionResidue residue, List<ResidualDenial> denials) {
    Provision rule = policy.rule();
    Branch root = root(rule.type(), residue.of(rule, rule.criteria()));
    if (root.mayBring(ProvisionType.DENY)) {
      denials.add(new ResidualDenial(policy.emergencyException(), root));
    }
  }

  /** One for all that remain of an outermost provision. */
  private static Branch root(ProvisionType type, List<Branch> branches) {
    return branches.size() == 1
        ? decided(branches.get(0))
        : Branch.of(type, List.of(Branch.NEVER), branches);
  }

  /** What is excepted from everything, and itself says something of everything, decides alone. */
  private static Branch decided(Branch root) {
    Branch inner = root.isUnconditional() && root.inner().size() == 1 ? root.inner().get(0) : null;
    return inner != null && inner.type() != root.type() && inner.isUnconditional()
        ? decided(inner)
        : root;
  }
}
