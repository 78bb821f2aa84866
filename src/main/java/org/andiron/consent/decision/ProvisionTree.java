package org.andiron.consent.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;

/**
 * What a provision with all those inside it says of a request.
 *
 * <p>Inner provisions of the same type add to the outer one, those of the other type are exceptions
 * to it and to what was added. The inner ones decide if any of them applies; of several beside each
 * other, one that denies.
 *
 * <p>Which criteria fail is kept as bits, one for each kind, so that what an inner provision
 * inherits is known without building anything.
 */
public final class ProvisionTree {

  private final CriterionMatcher matcher;
  private final boolean inherits;

  /** Of provisions as consents have them. */
  public ProvisionTree(CriterionMatcher matcher) {
    this(matcher, true);
  }

  private ProvisionTree(CriterionMatcher matcher, boolean inherits) {
    this.matcher = matcher;
    this.inherits = inherits;
  }

  /**
   * Of provisions that inherit nothing, because each says by itself what {@link #criteriaInside}
   * gives.
   */
  public static ProvisionTree withoutInheritance(CriterionMatcher matcher) {
    return new ProvisionTree(matcher, false);
  }

  /**
   * All that limits an inner provision: its own criteria, and if it adds to the outer one, those of
   * the outer one that it does not replace.
   *
   * @param criteriaOfOuter all that limits the outer one
   */
  public static List<Criterion> criteriaInside(
      Provision inner, Provision outer, List<Criterion> criteriaOfOuter) {
    if (inner.type() != outer.type()) {
      return inner.criteria();
    }
    int stated = stated(inner);
    List<Criterion> all = new ArrayList<>(inner.criteria());
    for (Criterion criterion : criteriaOfOuter) {
      if ((stated & bit(criterion)) == 0) {
        all.add(criterion);
      }
    }
    return all;
  }

  /** {@code PERMIT}, {@code DENY}, or {@code NONE} if nothing in the tree applies. */
  public Effect effect(Provision root) {
    return effect(root, failing(root));
  }

  /** Gives the provisions that brought about an effect of the tree. */
  void deciding(Provision root, Effect effect, Consumer<Provision> sink) {
    deciding(root, failing(root), effect, sink);
  }

  private Effect effect(Provision provision, int failing) {
    Effect inner = innerEffect(provision, failing);
    if (inner != Effect.NONE) {
      return inner;
    }
    return failing == 0 ? ofType(provision.type()) : Effect.NONE;
  }

  private Effect innerEffect(Provision provision, int failing) {
    Effect added = ofInner(provision, failing, true);
    if (added == Effect.DENY || (added == Effect.NONE && failing != 0)) {
      return added;
    }
    return added.or(ofInner(provision, failing, false));
  }

  /** Of the inner provisions that are of the same type, or of those that are not. */
  private Effect ofInner(Provision provision, int failing, boolean sameType) {
    Effect strongest = Effect.NONE;
    for (Provision inner : provision.provisions()) {
      if ((inner.type() == provision.type()) == sameType) {
        strongest = strongest.or(effect(inner, failingInside(inner, failing, sameType)));
      }
    }
    return strongest;
  }

  private void deciding(Provision provision, int failing, Effect effect, Consumer<Provision> sink) {
    if (innerEffect(provision, failing) == Effect.NONE) {
      sink.accept(provision);
      return;
    }
    boolean applies = applies(provision, failing);
    for (Provision inner : provision.provisions()) {
      boolean sameType = inner.type() == provision.type();
      int inside = failingInside(inner, failing, sameType);
      if ((sameType || applies) && effect(inner, inside) == effect) {
        deciding(inner, inside, effect, sink);
      }
    }
  }

  /** Whether the provision or what is added to it applies, so that exceptions count. */
  boolean applies(Provision provision, int failing) {
    return failing == 0 || ofInner(provision, failing, true) != Effect.NONE;
  }

  private int failingInside(Provision inner, int failing, boolean sameType) {
    int own = failing(inner);
    return sameType && inherits ? own | (failing & ~stated(inner)) : own;
  }

  private int failing(Provision provision) {
    int bits = 0;
    for (Criterion criterion : provision.criteria()) {
      if (!matcher.matches(criterion, provision.type())) {
        bits |= bit(criterion);
        if (!inherits) {
          return bits; // nobody asks which
        }
      }
    }
    return bits;
  }

  private static int stated(Provision provision) {
    int bits = 0;
    for (Criterion criterion : provision.criteria()) {
      bits |= bit(criterion);
    }
    return bits;
  }

  static int bit(Criterion criterion) {
    return 1 << criterion.kind().ordinal();
  }

  private static Effect ofType(ProvisionType type) {
    return type == ProvisionType.DENY ? Effect.DENY : Effect.PERMIT;
  }
}
