package org.andiron.consent.rule;

import java.util.List;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;
import org.jspecify.annotations.Nullable;

/**
 * What holds where no consent says anything. What it does not permit, it denies.
 *
 * @param uri how decisions name it, such as {@code
 *     https://profiles.ihe.net/ITI/PCF/Policy-basic-normal}
 * @param permits one is enough
 * @param breakGlass whether breaking the glass overrides what it or a consent denies
 */
public record ImplicitPolicy(String uri, String title, List<Permit> permits, boolean breakGlass) {

  public ImplicitPolicy {
    permits = List.copyOf(permits);
  }

  /**
   * What may be done.
   *
   * @param purposes for one of these and their kinds; empty for any
   * @param roles by callers with one of these; empty for anybody
   * @param upTo with resources no more confidential than this; null for any
   */
  public record Permit(Set<Code> purposes, Set<String> roles, @Nullable Confidentiality upTo) {
    public Permit {
      purposes = Set.copyOf(purposes);
      roles = Set.copyOf(roles);
    }
  }
}
