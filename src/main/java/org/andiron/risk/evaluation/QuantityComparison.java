package org.andiron.risk.evaluation;

import java.util.List;

/**
 * The groups that an attribute makes, and how far they are apart.
 *
 * @param attribute such as {@code sex}
 * @param notRecorded rows without a value, which are in no group
 * @param groups by value
 * @param gaps one for each measure if two groups at least are large enough
 */
public record QuantityComparison(
    String attribute, int notRecorded, List<QuantitySubgroup> groups, List<QuantityGap> gaps) {

  public QuantityComparison {
    groups = List.copyOf(groups);
    gaps = List.copyOf(gaps);
  }
}
