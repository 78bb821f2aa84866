package org.andiron.consent.evaluation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.residue.PatientRules;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;

/** Finds out under which rules the resources of a record are, and would be with a draft. */
final class Planning {

  private final PatientRecords records;
  private final CodeSubsumption clinicalCodes;
  private final ConsentPolicies policies;
  private final Clock clock;

  Planning(
      PatientRecords records,
      CodeSubsumption clinicalCodes,
      ConsentPolicies policies,
      Clock clock) {
    this.records = records;
    this.clinicalCodes = clinicalCodes;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Makes a plan.
   *
   * @param draft as if it were active
   * @param resources numbers of those that are looked at
   */
  Plan plan(ConsentDirective draft, List<Long> resources, List<String> purposes) {
    return records.atOnce(
        () -> {
          Reading reading = new Reading(draft);
          records.read(resources, List.of(draft), reading::add);
          return new Plan(draft.patient().id(), reading.seen.get(), reading.changes(), purposes);
        });
  }

  private final class Reading {

    private final ConsentDirective draft;
    private final AccessRuleCompiler compiler =
        new AccessRuleCompiler(clinicalCodes, policies, clock.instant());
    private final Map<ResourceRef, PatientRules> untilNow = new HashMap<>();
    private final Map<ResourceRef, PatientRules> withDraft = new HashMap<>();
    private final Map<Rules, Resources> changed = new LinkedHashMap<>();
    private final AtomicInteger seen = new AtomicInteger();

    /** Under which resources are. */
    private record Rules(AccessRule before, AccessRule after, Set<AccessRule> others) {}

    /** By type. */
    private record Resources(Map<String, Integer> counts, Map<String, String> samples) {}

    Reading(ConsentDirective draft) {
      this.draft = draft;
    }

    void add(PatientRecords.Entry entry) {
      seen.incrementAndGet();
      AccessRule before = rules(untilNow, draft.patient(), entry.consents()).ofWhole(entry.facts());
      AccessRule after =
          rules(withDraft, draft.patient(), replaced(entry.consents())).ofWhole(entry.facts());
      if (before.equals(after)) {
        return;
      }
      Set<AccessRule> others = new HashSet<>();
      for (ResourceRef other : entry.facts().patients()) {
        if (!other.equals(draft.patient())) {
          others.add(rules(untilNow, other, entry.consents()).ofWhole(entry.facts()));
        }
      }
      Resources resources =
          changed.computeIfAbsent(
              new Rules(before, after, others),
              it -> new Resources(new TreeMap<>(), new TreeMap<>()));
      resources.counts().merge(entry.resource().type(), 1, Integer::sum);
      resources.samples().putIfAbsent(entry.resource().type(), entry.resource().toString());
    }

    private PatientRules rules(
        Map<ResourceRef, PatientRules> known,
        ResourceRef patient,
        List<ConsentDirective> consents) {
      return known.computeIfAbsent(
          patient,
          it ->
              compiler.ofPatient(
                  it, consents.stream().filter(one -> one.patient().equals(it)).toList()));
    }

    private List<ConsentDirective> replaced(List<ConsentDirective> consents) {
      List<ConsentDirective> with = new ArrayList<>(consents);
      with.removeIf(it -> it.id().equals(draft.id()));
      with.add(draft);
      return with;
    }

    List<PlannedChange> changes() {
      List<PlannedChange> changes = new ArrayList<>();
      changed.forEach(
          (rules, resources) ->
              changes.add(
                  new PlannedChange(
                      rules.before().text(),
                      rules.after().text(),
                      List.copyOf(
                          new TreeSet<>(rules.others().stream().map(AccessRule::text).toList())),
                      resources.counts(),
                      resources.samples())));
      return changes;
    }
  }
}
