package org.andiron.consent.decision;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;
import org.jspecify.annotations.Nullable;

/**
 * Security labels of a resource or of a part of it.
 *
 * @param confidentiality the highest that it has
 * @param others sensitivities and any other labels
 * @param known whether it is known that there are no more: not so if nothing was labelled and the
 *     labelling rules have not looked at it
 */
public record SecurityLabels(Confidentiality confidentiality, Set<Code> others, boolean known) {

  public SecurityLabels {
    others = Set.copyOf(others);
  }

  /**
   * The labels of {@code meta.security}. What has no level is normal if the labelling rules looked
   * at it and found nothing, and restricted otherwise.
   *
   * @param labelled whether the labelling rules looked at it
   */
  public static SecurityLabels of(Collection<Code> labels, boolean labelled) {
    @Nullable Confidentiality highest = null;
    Set<Code> others = new LinkedHashSet<>();
    for (Code label : labels) {
      Confidentiality level = Confidentiality.of(label);
      if (level == null) {
        others.add(label);
      } else if (highest == null || highest.atMost(level)) {
        highest = level;
      }
    }
    if (highest == null) {
      highest = labelled && others.isEmpty() ? Confidentiality.N : Confidentiality.R;
    }
    return new SecurityLabels(highest, others, labelled || !labels.isEmpty());
  }
}
