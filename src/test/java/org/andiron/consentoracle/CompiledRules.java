package org.andiron.consentoracle;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.GlassCheck;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.residue.PatientRelation;
import org.andiron.consent.residue.PatientRules;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consentoracle.Server.Asked;

/**
 * The rules of a resource for each patient whose record it is part of.
 *
 * @param policies say who may break the glass
 */
record CompiledRules(Map<ResourceRef, AccessRule> byPatient, ConsentPolicies policies) {

  static CompiledRules of(Asked asked, Instant now) {
    return of(asked, now, rules -> rules.ofWhole(asked.facts()));
  }

  /** Of the only part of the resource. */
  static CompiledRules ofPart(Asked asked) {
    return of(asked, asked.request().time(), rules -> rules.ofParts(asked.facts()).get(0).rule());
  }

  private static CompiledRules of(
      Asked asked, Instant now, Function<PatientRules, AccessRule> compiled) {
    Map<ResourceRef, AccessRule> rules = new HashMap<>();
    AccessRuleCompiler compiler =
        new AccessRuleCompiler(asked.clinicalCodes(), asked.policies(), now);
    for (ResourceRef patient : asked.facts().patients()) {
      rules.put(patient, compiled.apply(compiler.ofPatient(patient, asked.directives())));
    }
    return new CompiledRules(rules, asked.policies());
  }

  CompiledRules parsed() {
    Map<ResourceRef, AccessRule> parsed = new HashMap<>();
    byPatient.forEach((patient, rule) -> parsed.put(patient, AccessRule.parse(rule.text())));
    return new CompiledRules(parsed, policies);
  }

  boolean permit(ConsentRequest request) {
    GlassCheck glass = new GlassCheck(policies.breakGlass(), request);
    return byPatient.entrySet().stream()
        .allMatch(it -> it.getValue().permits(request, relation(request, glass, it.getKey())));
  }

  private static PatientRelation relation(
      ConsentRequest request, GlassCheck glass, ResourceRef patient) {
    if (request.requester().self().references().contains(patient)) {
      return PatientRelation.OWN_RECORD;
    }
    return glass.isBrokenFor(patient) ? PatientRelation.GLASS_BROKEN : PatientRelation.NONE;
  }
}
