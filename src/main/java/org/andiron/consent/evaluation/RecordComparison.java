package org.andiron.consent.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.enforcement.PatientRecords.Telling;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.residue.PatientRules;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ResourceRef;

/**
 * Compares the rules of resources until now with those that they would have with a draft. What
 * tells of others is under the rules of these, too. Not for several threads at a time.
 */
final class RecordComparison {

  private final ConsentDirective draft;
  private final AccessRuleCompiler compiler;
  private final Map<ResourceRef, PatientRules> untilNow = new HashMap<>();
  private final Map<ResourceRef, PatientRules> withDraft = new HashMap<>();
  private final Map<ResourceRef, ComparedRules> own = new HashMap<>();
  private final Map<ResourceRef, Set<ResourceRef>> told = new HashMap<>();

  /** By type. */
  private record Resources(Map<String, Integer> counts, Map<String, String> samples) {}

  /**
   * @param draft as if it were active
   */
  RecordComparison(ConsentDirective draft, AccessRuleCompiler compiler) {
    this.draft = draft;
    this.compiler = compiler;
  }

  /** A resource that is looked at, or of which one tells. */
  void add(PatientRecords.Entry entry) {
    Set<AccessRule> before = new HashSet<>();
    Set<AccessRule> after = new HashSet<>();
    Set<AccessRule> others = new HashSet<>();
    for (ResourceRef patient : entry.facts().patients()) {
      AccessRule now = rules(untilNow, patient, entry.consents()).ofWhole(entry.facts());
      if (patient.equals(draft.patient())) {
        before.add(now);
        after.add(rules(withDraft, patient, replaced(entry.consents())).ofWhole(entry.facts()));
      } else {
        others.add(now);
      }
    }
    own.put(entry.resource(), new ComparedRules(before, after, others));
  }

  /** Of what a resource that is looked at tells. */
  void add(Telling telling) {
    told.computeIfAbsent(telling.telling(), it -> new HashSet<>()).add(telling.told().resource());
  }

  private PatientRules rules(
      Map<ResourceRef, PatientRules> known, ResourceRef patient, List<ConsentDirective> consents) {
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

  /**
   * What would change, once all has been added.
   *
   * @param resources those that are looked at; what is only told of is not
   */
  Plan plan(Collection<ResourceRef> resources, List<String> purposes) {
    Map<ComparedRules, Resources> changed = new LinkedHashMap<>();
    int looked = 0;
    for (ResourceRef resource : resources) {
      if (!own.containsKey(resource) && !told.containsKey(resource)) {
        continue; // Deleted since it was found.
      }
      looked++;
      ComparedRules rules = all(resource);
      if (rules.differ()) {
        Resources alike =
            changed.computeIfAbsent(rules, it -> new Resources(new TreeMap<>(), new TreeMap<>()));
        alike.counts().merge(resource.type(), 1, Integer::sum);
        alike.samples().putIfAbsent(resource.type(), resource.toString());
      }
    }
    List<PlannedChange> changes = new ArrayList<>();
    changed.forEach(
        (rules, alike) ->
            changes.add(
                new PlannedChange(
                    texts(rules.before()),
                    texts(rules.after()),
                    texts(rules.always()),
                    alike.counts(),
                    alike.samples())));
    return new Plan(draft.patient().id(), looked, changes, purposes);
  }

  private ComparedRules all(ResourceRef resource) {
    ComparedRules rules = own.getOrDefault(resource, ComparedRules.NONE);
    for (ResourceRef one : told.getOrDefault(resource, Set.of())) {
      rules = rules.and(own.getOrDefault(one, ComparedRules.NONE));
    }
    return rules;
  }

  private static List<String> texts(Set<AccessRule> rules) {
    return rules.stream().map(AccessRule::text).sorted().toList();
  }
}
