package org.andiron.consent.rule;

import java.time.Duration;
import java.util.Set;
import org.andiron.consent.term.Code;

/**
 * Who may break the glass.
 *
 * @param purposes for which exactly
 * @param groups to one of which the caller must belong
 * @param atMost how long it holds after it was declared
 */
public record BreakGlassPolicy(Set<Code> purposes, Set<ResourceRef> groups, Duration atMost) {

  /** Nobody. */
  public static final BreakGlassPolicy NOBODY =
      new BreakGlassPolicy(Set.of(), Set.of(), Duration.ZERO);

  /** For {@code BTG} and {@code ETREAT}, 15 minutes. */
  public static BreakGlassPolicy of(Set<ResourceRef> groups) {
    return new BreakGlassPolicy(
        Set.of(Code.purpose("BTG"), Code.purpose("ETREAT")), groups, Duration.ofMinutes(15));
  }

  public BreakGlassPolicy {
    purposes = Set.copyOf(purposes);
    groups = Set.copyOf(groups);
  }
}
