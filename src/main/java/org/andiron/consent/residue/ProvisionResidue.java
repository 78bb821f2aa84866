package org.andiron.consent.residue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.consent.decision.ProvisionTree;
import org.andiron.consent.decision.ResourceMatch;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.TimeRange;

/**
 * Settles what provisions ask of a resource, and leaves out what can no longer matter. Effects stay
 * the same for each request from an instant on.
 */
final class ProvisionResidue {

  private final ResourceMatch resource;
  private final Instant now;

  ProvisionResidue(ResourceMatch resource, Instant now) {
    this.resource = resource;
    this.now = now;
  }

  /**
   * Of the same type, and beside each other of the same effect as the provision. None if it has
   * none, whatever is asked.
   *
   * @param criteria all that limits it, its own and what it inherits
   */
  List<Branch> of(Provision provision, List<Criterion> criteria) {
    List<Branch> added = new ArrayList<>();
    List<Branch> exceptions = new ArrayList<>();
    for (Provision inner : provision.provisions()) {
      (inner.type() == provision.type() ? added : exceptions)
          .addAll(of(inner, ProvisionTree.criteriaInside(inner, provision, criteria)));
    }
    dropRedundant(added);
    dropRedundant(exceptions);
    List<Criterion> open = open(criteria, provision.type());
    return open.contains(Branch.NEVER)
        ? ofAdded(provision.type(), added, exceptions)
        : List.of(applicable(provision.type(), open, added, exceptions));
  }

  /** Of a provision that does not apply itself, so that exceptions are to what it adds. */
  private static List<Branch> ofAdded(
      ProvisionType type, List<Branch> added, List<Branch> exceptions) {
    boolean overruled = type == ProvisionType.DENY && !mayPermit(added);
    if (added.isEmpty() || exceptions.isEmpty() || overruled) {
      return added;
    }
    if (type == ProvisionType.PERMIT && added.size() == 1 && added.get(0).isLeaf()) {
      return List.of(Branch.of(type, added.get(0).criteria(), exceptions));
    }
    return List.of(Branch.of(type, List.of(Branch.NEVER), joined(added, exceptions)));
  }

  @SafeVarargs
  private static boolean mayPermit(List<Branch>... branches) {
    return Stream.of(branches)
        .flatMap(List::stream)
        .anyMatch(it -> it.mayBring(ProvisionType.PERMIT));
  }

  private static Branch applicable(
      ProvisionType type, List<Criterion> criteria, List<Branch> added, List<Branch> exceptions) {
    boolean addedAlways = added.stream().anyMatch(Branch::isConstant);
    if (addedAlways && type == ProvisionType.DENY) {
      return Branch.leaf(type);
    }
    List<Criterion> wider = addedAlways ? List.of() : criteria;
    // a denial that is added comes before what is permitted beside it, the outer one after that
    if (type == ProvisionType.PERMIT || !mayPermit(added, exceptions)) {
      added.removeIf(it -> it.isLeaf() && it.criteria().containsAll(wider));
    }
    return Branch.of(type, wider, joined(added, exceptions));
  }

  /** Leaves out of branches of one type beside each other what the others say too. */
  private static void dropRedundant(List<Branch> branches) {
    for (int i = branches.size() - 1; i >= 0 && branches.size() > 1; i--) {
      if (isRedundant(branches, i)) {
        branches.remove(i);
      }
    }
  }

  private static boolean isRedundant(List<Branch> branches, int index) {
    Branch branch = branches.get(index);
    for (int i = 0; i < branches.size(); i++) {
      Branch other = branches.get(i);
      if (i != index && (other.text().equals(branch.text()) || covers(other, branch))) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(Branch wide, Branch narrow) {
    return wide.isLeaf()
        && (narrow.isLeaf() || (wide.isConstant() && wide.type() == ProvisionType.DENY))
        && narrow.criteria().containsAll(wide.criteria());
  }

  /** What remains open of criteria; among them {@link Branch#NEVER} if they cannot all be met. */
  private List<Criterion> open(List<Criterion> criteria, ProvisionType type) {
    List<Criterion> open = new ArrayList<>(criteria.size());
    for (Criterion criterion : criteria) {
      if (criterion instanceof Criterion.Period period) {
        addPeriod(period.range(), open);
      } else if (criterion instanceof Criterion.Actors actors) {
        addActors(actors.actors(), type, open);
      } else if (criterion.kind().isOfRequest()) {
        open.add(criterion);
      } else if (!resource.matches(criterion, type)) {
        open.add(Branch.NEVER);
      }
    }
    return open;
  }

  private void addPeriod(TimeRange period, List<Criterion> open) {
    TimeSet left = TimeSet.of(period).from(now);
    if (left.isNever()) {
      open.add(Branch.NEVER);
    } else if (!left.isAlways()) {
      open.add(new Criterion.Period(left.ranges().get(0)));
    }
  }

  private static void addActors(List<Actor> actors, ProvisionType type, List<Criterion> open) {
    List<Actor> known = new ArrayList<>(actors.size());
    for (Actor actor : actors) {
      if (actor.reference() instanceof ConsentReference.Local) {
        known.add(new Actor(null, actor.reference()));
      } else if (actor.reference() instanceof ConsentReference.Logical logical) {
        known.add(new Actor(null, new ConsentReference.Logical(logical.identifier())));
      } else if (type == ProvisionType.DENY) {
        return;
      }
    }
    open.add(known.isEmpty() ? Branch.NEVER : new Criterion.Actors(inOrder(known)));
  }

  private static List<Actor> inOrder(List<Actor> actors) {
    return actors.size() < 2
        ? actors
        : actors.stream()
            .distinct()
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .toList();
  }

  private static List<Branch> joined(List<Branch> added, List<Branch> exceptions) {
    List<Branch> all = new ArrayList<>(added);
    all.addAll(exceptions);
    return all;
  }
}
