package org.andiron.consent.residue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.consent.decision.Effect;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.ImplicitPolicy;

/** Leaves out of a rule what something else in it always overrules. */
final class RuleNormalForm {

  private List<ResidualConsent> consents;
  private List<ResidualDenial> denials;
  private boolean glass;
  private Set<ImplicitPolicy.Permit> permits;

  private RuleNormalForm(
      Collection<ResidualConsent> consents,
      List<ResidualDenial> denials,
      boolean glass,
      Collection<ImplicitPolicy.Permit> permits) {
    this.consents = merged(consents);
    this.denials = denials;
    this.glass = glass;
    this.permits = new LinkedHashSet<>(permits);
  }

  static AccessRule of(
      Collection<ResidualConsent> consents,
      List<ResidualDenial> denials,
      boolean glass,
      Collection<ImplicitPolicy.Permit> permits,
      boolean ofGovernance) {
    RuleNormalForm form = new RuleNormalForm(consents, denials, glass, permits);
    form.reducePermits();
    form.reduceConsents();
    form.reduceDenials();
    return new AccessRule(
        form.consents, form.denials, form.glass, form.permits, ofGovernance && !form.permitsAll());
  }

  /** Consents that say the same at different times are one. */
  private static List<ResidualConsent> merged(Collection<ResidualConsent> consents) {
    record Said(ConsentScope scope, boolean permissionCounts, String text) {}
    Map<Said, ResidualConsent> merged = new LinkedHashMap<>();
    for (ResidualConsent consent : consents) {
      if (!consent.isSilent()) {
        merged.merge(
            new Said(consent.scope(), consent.permissionCounts(), consent.root().text()),
            consent,
            ResidualConsent::orDuring);
      }
    }
    return List.copyOf(merged.values());
  }

  private void reducePermits() {
    if (permits.contains(AccessRule.ANYTHING)) {
      permits = Set.of(AccessRule.ANYTHING);
    }
  }

  private void reduceConsents() {
    if (any(Effect.DENY)) {
      denyEverything();
      return;
    }
    if (any(Effect.PERMIT)) {
      consents =
          consents.stream().filter(it -> it.mayDeny() || it.isAlways(Effect.PERMIT)).toList();
      permits = Set.of();
      if (consents.size() == 1) {
        permitEverything();
      }
      return;
    }
    if (consents.stream().anyMatch(ResidualConsent::isNeverSilent)) {
      permits = Set.of();
      dropWhatPermitsNothing();
    }
    if (permits.isEmpty() && consents.stream().noneMatch(ResidualConsent::mayPermit)) {
      denyEverything();
    }
  }

  private boolean permitsAll() {
    return consents.isEmpty() && denials.isEmpty() && permits.contains(AccessRule.ANYTHING);
  }

  private boolean any(Effect effect) {
    return consents.stream().anyMatch(it -> it.isAlways(effect));
  }

  /** Those that permit something say too that they permit nothing else. */
  private void dropWhatPermitsNothing() {
    if (consents.stream().anyMatch(it -> it.isNeverSilent() && !it.permitsNothing())) {
      consents = consents.stream().filter(it -> !it.permitsNothing()).toList();
    }
  }

  private void denyEverything() {
    consents = List.of();
    permits = Set.of();
  }

  private void permitEverything() {
    consents = List.of();
    permits = Set.of(AccessRule.ANYTHING);
  }

  private void reduceDenials() {
    if (denials.stream().anyMatch(it -> it.rule().isConstant())) {
      denyEverything();
      glass &= denials.stream().noneMatch(it -> it.rule().isConstant() && !it.yields());
    }
    List<ResidualDenial> left = new ArrayList<>();
    for (ResidualDenial denial : denials) {
      boolean yields = denial.yields() && glass;
      // what denies all, but not to the patient, may still be what the law forbids the patient too
      if (!yields || !isFinal(denial)) {
        left.add(new ResidualDenial(yields, denial.rule()));
      }
    }
    denials = left;
    boolean denies = !consents.isEmpty() || !denials.isEmpty();
    glass &= denies || !permits.contains(AccessRule.ANYTHING);
  }

  /** Whether another legal policy denies the same and does not yield. */
  private boolean isFinal(ResidualDenial denial) {
    return denials.stream()
        .anyMatch(it -> !it.yields() && it.rule().text().equals(denial.rule().text()));
  }
}
