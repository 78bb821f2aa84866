package org.andiron.consent.enforcement;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.residue.PartRule;
import org.andiron.consent.residue.PatientRules;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;

/** Makes the rules under which resources come. */
final class RuleMaking {

  private static final ImplicitPolicy.Permit ANYTHING =
      new ImplicitPolicy.Permit(Set.of(), Set.of(), null);

  private final StoredFacts facts;
  private final CodeSubsumption clinicalCodes;
  private final ConsentPolicies policies;
  private final Clock clock;

  RuleMaking(
      StoredFacts facts, CodeSubsumption clinicalCodes, ConsentPolicies policies, Clock clock) {
    this.facts = facts;
    this.clinicalCodes = clinicalCodes;
    this.policies = policies;
    this.clock = clock;
  }

  /** Whether policies put resources under rules whose patients have no consents. */
  boolean rulesAll() {
    return !policies.legal().isEmpty() || !policies.implicit().permits().contains(ANYTHING);
  }

  /** Whether they ask for codes, so that it matters which includes which. */
  boolean policiesAskForCodes() {
    return policies.legal().stream().anyMatch(it -> it.rule().asks(Criterion.Kind.CODE));
  }

  /**
   * The rules that consents make.
   *
   * @param consents by number of the patient who gave them
   */
  Making of(Map<Long, List<ConsentDirective>> consents) {
    return new Making(
        consents,
        facts.asked(consents.values()),
        new AccessRuleCompiler(clinicalCodes, policies, clock.instant()));
  }

  /** Makes rules of some consents. */
  static final class Making {

    private final Map<Long, List<ConsentDirective>> consents;
    private final StoredFacts.Reading facts;
    private final AccessRuleCompiler compiler;
    private final Map<Long, PatientRules> ofPatients = new HashMap<>();

    private Making(
        Map<Long, List<ConsentDirective>> consents,
        StoredFacts.Reading facts,
        AccessRuleCompiler compiler) {
      this.consents = consents;
      this.facts = facts;
      this.compiler = compiler;
    }

    /**
     * The rules for a version as part of patients' records, by number of the patient; without those
     * by which anybody may have it for anything.
     */
    Map<Long, AccessRule> rules(StoredVersion version) {
      Map<Long, AccessRule> rules = new HashMap<>();
      Optional<ResourceFacts> resource = facts.of(version);
      if (resource.isPresent()) {
        version
            .patients()
            .forEach(
                (patient, id) -> {
                  AccessRule rule = ofPatient(patient, id).ofWhole(resource.get());
                  if (!rule.permitsEverybody()) {
                    rules.put(patient, rule);
                  }
                });
      }
      return rules;
    }

    /**
     * The rules for the parts of a version that have labels of their own, by number of the patient.
     */
    Map<Long, List<PartRule>> partRules(StoredVersion version) {
      Map<Long, List<PartRule>> rules = new HashMap<>();
      Optional<ResourceFacts> resource = facts.of(version);
      if (resource.isPresent()) {
        version
            .patients()
            .forEach(
                (patient, id) ->
                    rules.put(patient, ofPatient(patient, id).ofParts(resource.get())));
      }
      return rules;
    }

    private PatientRules ofPatient(Long patient, String id) {
      return ofPatients.computeIfAbsent(
          patient,
          it ->
              compiler.ofPatient(
                  new ResourceRef("Patient", id), consents.getOrDefault(it, List.of())));
    }
  }
}
