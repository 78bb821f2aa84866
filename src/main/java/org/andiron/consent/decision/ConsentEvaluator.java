package org.andiron.consent.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;

/**
 * Decides. Holds no state; the same input gives the same decision, whatever the order of consents,
 * policies and provisions.
 *
 * <p>For each patient whose record the resource is part of, and all must permit it:
 *
 * <ol>
 *   <li>What a legal policy forbids is denied.
 *   <li>Of the consents that have an effect and a provision that applies, one that denies decides,
 *       otherwise one that permits.
 *   <li>If none applies, but one permits something else at its root, it is denied.
 *   <li>Otherwise the organisation's implicit policy decides.
 *   <li>What is denied is permitted to who has broken the glass, unless law or policy excludes it.
 * </ol>
 */
public final class ConsentEvaluator {

  private final CodeSubsumption clinicalCodes;

  /**
   * @param clinicalCodes which codes of {@code provision.code} include which; purposes and
   *     sensitivities are known here
   */
  public ConsentEvaluator(CodeSubsumption clinicalCodes) {
    this.clinicalCodes = clinicalCodes;
  }

  /**
   * Whether a request may be met with a resource.
   *
   * @param consents of all patients whose record the resource is part of; those of others, and
   *     those that are not active, have no effect
   */
  public ConsentDecision decide(
      ConsentRequest request,
      ResourceFacts resource,
      Collection<ConsentDirective> consents,
      ConsentPolicies policies) {
    List<Verdict> verdicts = new ArrayList<>(resource.patients().size());
    boolean permitted = true;
    for (ResourceRef patient : inOrder(resource.patients())) {
      Verdict verdict = of(request, resource, patient, consents, policies).decide();
      verdicts.add(verdict);
      permitted &= verdict.permits();
    }
    Grounds grounds = grounds(verdicts, permitted);
    if (!permitted) {
      return new ConsentDecision.Deny(grounds, glassWouldHelp(verdicts));
    }
    List<Obligation> obligations = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      obligations.addAll(verdict.obligations());
    }
    for (LabelledPart part : resource.parts()) {
      if (!decide(request, resource.labelledAs(part.labels()), consents, policies).permits()) {
        obligations.add(new Obligation.MaskPart(part.path()));
      }
    }
    return obligations.isEmpty()
        ? new ConsentDecision.Permit(grounds)
        : new ConsentDecision.PermitWithObligations(grounds, obligations);
  }

  /** The same decision, and of each consent and provision whether it applied and why not. */
  public ConsentExplanation explain(
      ConsentRequest request,
      ResourceFacts resource,
      Collection<ConsentDirective> consents,
      ConsentPolicies policies) {
    ConsentDecision decision = decide(request, resource, consents, policies);
    List<SourceExplanation> sources = new ArrayList<>();
    for (ResourceRef patient : resource.patients()) {
      sources.addAll(
          of(request, resource, patient, consents, policies).explain(decision.grounds()));
    }
    for (ConsentDirective consent : consents) {
      if (!resource.patients().contains(consent.patient())) {
        sources.add(
            new SourceExplanation(
                consent.patient(),
                consent.source(),
                Effect.NONE,
                new Disregard.OtherPatient(),
                List.of()));
      }
    }
    Collections.sort(sources);
    return new ConsentExplanation(decision, sources);
  }

  private PatientDecision of(
      ConsentRequest request,
      ResourceFacts resource,
      ResourceRef patient,
      Collection<ConsentDirective> consents,
      ConsentPolicies policies) {
    return new PatientDecision(
        request,
        resource,
        patient,
        consents,
        policies,
        new RequestMatch(request),
        new ResourceMatch(clinicalCodes, resource, patient));
  }

  private static Collection<ResourceRef> inOrder(Set<ResourceRef> patients) {
    return patients.size() < 2
        ? patients
        : patients.stream().sorted(Comparator.comparing(ResourceRef::toString)).toList();
  }

  private static Grounds grounds(List<Verdict> verdicts, boolean permitted) {
    DecidingRule strictest = DecidingRule.NO_PATIENT;
    TreeSet<DecidingProvision> provisions = new TreeSet<>();
    for (Verdict verdict : verdicts) {
      if (verdict.permits() == permitted) {
        strictest = strictest.compareTo(verdict.rule()) <= 0 ? strictest : verdict.rule();
        provisions.addAll(verdict.provisions());
      }
    }
    return new Grounds(strictest, List.copyOf(provisions));
  }

  private static boolean glassWouldHelp(List<Verdict> verdicts) {
    return verdicts.stream().allMatch(it -> it.permits() || it.breakGlassWouldHelp());
  }
}
