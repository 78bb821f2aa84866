package org.andiron.consent.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.andiron.consent.decision.ProvisionExplanation.Outcome;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;

/** Says of each provision of one tree what became of it. */
final class Explainer {

  private final ConsentRequest request;
  private final ResourceFacts resource;
  private final CriterionMatcher matcher;
  private final ProvisionTree tree;
  private final Set<String> decidingPaths;
  private final List<ProvisionExplanation> explained = new ArrayList<>();

  /**
   * @param decidingPaths of the provisions of this tree that decided
   */
  Explainer(
      ConsentRequest request,
      ResourceFacts resource,
      CriterionMatcher matcher,
      Set<String> decidingPaths) {
    this.request = request;
    this.resource = resource;
    this.matcher = matcher;
    this.tree = new ProvisionTree(matcher);
    this.decidingPaths = decidingPaths;
  }

  List<ProvisionExplanation> explain(Provision root) {
    explain(root, root.criteria(), true);
    return explained;
  }

  private void explain(Provision provision, List<Criterion> criteria, boolean enclosed) {
    int failing = 0;
    List<Mismatch> mismatches = new ArrayList<>();
    for (Criterion criterion : criteria) {
      if (!matcher.matches(criterion, provision.type())) {
        failing |= ProvisionTree.bit(criterion);
        mismatches.add(Mismatch.of(criterion, request, resource));
      }
    }
    if (!enclosed) {
      mismatches.add(new Mismatch.EnclosingDoesNotApply());
    }
    explained.add(
        new ProvisionExplanation(
            provision.path(), provision.type(), outcome(provision, mismatches), mismatches));
    boolean applies = enclosed && tree.applies(provision, failing);
    for (Provision inner : provision.provisions()) {
      explain(
          inner,
          ProvisionTree.criteriaInside(inner, provision, criteria),
          inner.type() == provision.type() ? enclosed : applies);
    }
  }

  private Outcome outcome(Provision provision, List<Mismatch> mismatches) {
    if (decidingPaths.contains(provision.path())) {
      return Outcome.DECIDED;
    }
    return mismatches.isEmpty() ? Outcome.OVERRULED : Outcome.DOES_NOT_APPLY;
  }
}
