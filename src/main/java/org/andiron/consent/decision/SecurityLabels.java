package org.andiron.consent.decision;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeHierarchy;
import org.andiron.consent.term.Confidentiality;
import org.jspecify.annotations.Nullable;

/**
 * Security labels of a resource or of a part of it.
 *
 * @param confidentiality the highest that it has
 * @param sensitivities that it has
 * @param others neither the one nor the other
 * @param known whether it is known that there are no more: not so if the labelling rules have not
 *     looked at it, whatever labels somebody has set
 */
public record SecurityLabels(
    Confidentiality confidentiality, Set<Code> sensitivities, Set<Code> others, boolean known) {

  public SecurityLabels {
    sensitivities = Set.copyOf(sensitivities);
    others = Set.copyOf(others);
  }

  /**
   * The labels of {@code meta.security}. What has no level is normal if it has no sensitivity and
   * the labelling rules looked at it, and restricted otherwise.
   *
   * @param labelled whether the labelling rules looked at it
   */
  public static SecurityLabels of(Collection<Code> labels, boolean labelled) {
    @Nullable Confidentiality highest = null;
    Set<Code> sensitivities = new LinkedHashSet<>();
    Set<Code> others = new LinkedHashSet<>();
    for (Code label : labels) {
      Confidentiality level = Confidentiality.of(label);
      if (level == null) {
        (CodeHierarchy.isSensitivity(label) ? sensitivities : others).add(label);
      } else if (highest == null || highest.atMost(level)) {
        highest = level;
      }
    }
    if (highest == null) {
      highest = labelled && sensitivities.isEmpty() ? Confidentiality.N : Confidentiality.R;
    }
    return new SecurityLabels(highest, sensitivities, others, labelled);
  }
}
