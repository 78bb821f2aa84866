package org.andiron.visibility;

import java.util.List;
import java.util.Set;

/**
 * What exists for a request: each resource that one of the portions covers. Without portions,
 * nothing does but the conformance types that the server itself works with.
 */
public record Visibility(List<Portion> portions) {

  /** Everything exists. Costs nothing. */
  public static final Visibility ALL = new Visibility(List.of(Portion.of(Set.of())));

  public Visibility {
    portions = List.copyOf(portions);
  }

  /** Whether everything exists. */
  public boolean unrestricted() {
    return portions.stream().anyMatch(Portion::coversAll);
  }
}
