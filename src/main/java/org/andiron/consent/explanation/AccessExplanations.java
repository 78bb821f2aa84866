package org.andiron.consent.explanation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentExplanation;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.enforcement.PatientRecords.Telling;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;

/** Decides what is asked as it is enforced, with the reasons. */
final class AccessExplanations {

  private final Requesters requesters;
  private final ConsentEvaluator evaluator;
  private final ConsentPolicies policies;
  private final PatientRecords records;

  /**
   * Why somebody may have a resource or not.
   *
   * @param explanation of what decides: the resource itself, or what it tells of
   * @param told what it tells of, if it is withheld because that is
   */
  record Explained(ConsentExplanation explanation, @Nullable ResourceRef told) {}

  /**
   * Of what some resources tell.
   *
   * @param entries what is told of, each once
   */
  record Told(List<Telling> tellings, List<PatientRecords.Entry> entries) {

    Told {
      tellings = List.copyOf(tellings);
      entries = List.copyOf(entries);
    }
  }

  AccessExplanations(
      Requesters requesters,
      ConsentEvaluator evaluator,
      ConsentPolicies policies,
      PatientRecords records) {
    this.records = records;
    this.requesters = requesters;
    this.evaluator = evaluator;
    this.policies = policies;
  }

  /** The request that would be decided on. */
  ConsentRequest request(AccessQuestion question) {
    return new ConsentRequest(
        requesters.at(question.actors(), question.roles(), question.time()),
        question.purpose(),
        question.actions(),
        question.channel(),
        question.time(),
        null);
  }

  /** Of what resources tell that are part of somebody's record. */
  Told told(Collection<Long> resources) {
    List<Telling> tellings = records.tellings(resources);
    List<PatientRecords.Entry> entries = new ArrayList<>();
    records.readTold(
        tellings.stream().map(it -> it.told().number()).collect(Collectors.toSet()),
        List.of(),
        entries::add);
    return new Told(tellings, entries);
  }

  /** By what tells of it, why what is told of is withheld, as far as it is. */
  Map<ResourceRef, Explained> withheld(ConsentRequest request, Told told) {
    Map<ResourceRef, Explained> denied = new HashMap<>();
    for (PatientRecords.Entry entry : told.entries()) {
      ConsentExplanation explanation = explain(request, entry);
      if (!explanation.decision().permits()) {
        denied.put(entry.resource(), new Explained(explanation, entry.resource()));
      }
    }
    Map<ResourceRef, Explained> byTelling = new HashMap<>();
    for (Telling telling : told.tellings()) {
      Explained withheld = denied.get(telling.told().resource());
      if (withheld != null) {
        byTelling.putIfAbsent(telling.telling(), withheld);
      }
    }
    return byTelling;
  }

  /**
   * Explains of one resource. What tells of something withheld is withheld with it.
   *
   * @param withheld as {@link #withheld} says it for the same request
   */
  Explained explain(
      ConsentRequest request, PatientRecords.Entry entry, Map<ResourceRef, Explained> withheld) {
    Explained own = new Explained(explain(request, entry), null);
    return own.explanation().decision().permits()
        ? withheld.getOrDefault(entry.resource(), own)
        : own;
  }

  private ConsentExplanation explain(ConsentRequest request, PatientRecords.Entry entry) {
    return evaluator.explain(request, entry.facts(), entry.consents(), policies);
  }

  /** What holds beside the consents. */
  ConsentPolicies policies() {
    return policies;
  }
}
