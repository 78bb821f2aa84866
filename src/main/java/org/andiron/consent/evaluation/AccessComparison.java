package org.andiron.consent.evaluation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.evaluation.Effects.Count;
import org.andiron.consent.evaluation.Effects.Example;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;

/** Compares what people may read before and after: each rule is asked once for each of them. */
final class AccessComparison {

  private static final Set<ConsentAction> READING =
      Set.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE);

  private final Requesters requesters;
  private final Clock clock;

  AccessComparison(Requesters requesters, Clock clock) {
    this.requesters = requesters;
    this.clock = clock;
  }

  Effects effects(Plan plan, List<Member> members) {
    PlannedRules rules = new PlannedRules(plan);
    Effects effects = Effects.NONE;
    for (Member member : members) {
      effects = effects.and(effects(plan, rules, member));
    }
    return effects;
  }

  private Effects effects(Plan plan, PlannedRules rules, Member member) {
    Instant now = clock.instant();
    Requester requester =
        requesters.at(
            Set.of(ResourceRef.ofRelative(member.reference()).orElseThrow()),
            Set.copyOf(member.roles()),
            now);
    Map<Effects.Kind, Count> counts = new TreeMap<>();
    List<Example> examples = new ArrayList<>();
    for (String purpose : plan.purposes()) {
      ConsentRequest request =
          new ConsentRequest(
              requester, Code.purpose(purpose), READING, Channel.INTERACTIVE, now, null);
      for (PlannedRules.Outcome outcome : rules.outcomes(request)) {
        add(member, purpose, outcome.gained(), outcome.change(), counts, examples);
      }
    }
    return new Effects(1, counts.isEmpty() ? 0 : 1, List.copyOf(counts.values()), examples);
  }

  private static void add(
      Member member,
      String purpose,
      boolean gained,
      PlannedChange change,
      Map<Effects.Kind, Count> counts,
      List<Example> examples) {
    List<String> roles = member.roles().isEmpty() ? List.of("") : member.roles();
    change
        .counts()
        .forEach(
            (type, resources) -> {
              for (String role : roles) {
                Count count = new Count(role, type, purpose, gained, 1, resources);
                counts.merge(
                    count.kind(),
                    count,
                    (one, other) ->
                        new Count(
                            role, type, purpose, gained, 1, one.accesses() + other.accesses()));
              }
            });
    change.samples().values().stream()
        .sorted()
        .limit(Math.max(0, Effects.EXAMPLES - examples.size()))
        .forEach(it -> examples.add(new Example(member.reference(), it, purpose, gained)));
  }
}
