package org.andiron.consent.explanation;

import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentExplanation;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentPolicies;

/** Decides what is asked as it is enforced, with the reasons. */
final class AccessExplanations {

  private final Requesters requesters;
  private final ConsentEvaluator evaluator;
  private final ConsentPolicies policies;

  AccessExplanations(Requesters requesters, ConsentEvaluator evaluator, ConsentPolicies policies) {
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

  ConsentExplanation explain(ConsentRequest request, PatientRecords.Entry entry) {
    return evaluator.explain(request, entry.facts(), entry.consents(), policies);
  }

  /** What holds beside the consents. */
  ConsentPolicies policies() {
    return policies;
  }
}
