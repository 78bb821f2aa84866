package org.andiron.visibility;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What exists for a request: each resource that one of the portions covers. Without portions,
 * nothing does but the conformance types that the server itself works with.
 *
 * @param owner whose Subscriptions exist beside, as {@code andiron.subscription_owner} names them
 */
public record Visibility(List<Portion> portions, Optional<String> owner) {

  /** What the portions cover, and nobody's Subscriptions beside. */
  public Visibility(List<Portion> portions) {
    this(portions, Optional.empty());
  }

  /** Everything exists. Costs nothing. */
  public static final Visibility ALL = new Visibility(List.of(Portion.of(Set.of())));

  public Visibility {
    portions = List.copyOf(portions);
  }

  /** Whether of a type the same exists as by another visibility. */
  public boolean agreesOn(String type, Visibility other) {
    Restriction mine = Restriction.of(this);
    Restriction others = Restriction.of(other);
    return mine == null || others == null
        ? Restriction.isWhole(mine, type) && Restriction.isWhole(others, type)
        : mine.ofType(type).equals(others.ofType(type));
  }

  /** Whether what is written may refer to the same as by another visibility. */
  public boolean agreesOnReferences(Visibility other) {
    Restriction mine = Restriction.of(this);
    Restriction others = Restriction.of(other);
    return Objects.equals(
        mine == null ? null : mine.ofReferences(), others == null ? null : others.ofReferences());
  }

  /** Whether everything exists. */
  public boolean unrestricted() {
    return portions.stream().anyMatch(Portion::coversAll);
  }
}
