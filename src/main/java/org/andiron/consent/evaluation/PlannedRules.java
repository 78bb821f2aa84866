package org.andiron.consent.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.PatientRelation;

/** The rules of a plan, read, each once. */
final class PlannedRules {

  private final Map<String, AccessRule> read = new HashMap<>();
  private final List<Rules> changes = new ArrayList<>();

  /** The rules of a change. */
  private record Rules(
      PlannedChange change,
      List<AccessRule> before,
      List<AccessRule> after,
      List<AccessRule> always) {}

  /** What a change is for somebody. */
  record Outcome(PlannedChange change, boolean gained) {}

  PlannedRules(Plan plan) {
    for (PlannedChange change : plan.changes()) {
      changes.add(
          new Rules(change, rules(change.before()), rules(change.after()), rules(change.always())));
    }
  }

  private List<AccessRule> rules(List<String> texts) {
    return texts.stream().map(it -> read.computeIfAbsent(it, AccessRule::parse)).toList();
  }

  /** What a request would gain or lose. Each rule is asked once at most. */
  List<Outcome> outcomes(ConsentRequest request) {
    Map<AccessRule, Boolean> asked = new HashMap<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (Rules rules : changes) {
      boolean before = permit(rules.before(), request, asked);
      boolean after = permit(rules.after(), request, asked);
      if (before != after && permit(rules.always(), request, asked)) {
        outcomes.add(new Outcome(rules.change(), after));
      }
    }
    return outcomes;
  }

  private static boolean permit(
      List<AccessRule> rules, ConsentRequest request, Map<AccessRule, Boolean> asked) {
    return rules.stream()
        .allMatch(
            rule -> asked.computeIfAbsent(rule, it -> it.permits(request, PatientRelation.NONE)));
  }
}
