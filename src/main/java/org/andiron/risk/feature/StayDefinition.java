package org.andiron.risk.feature;

import java.time.temporal.TemporalAmount;
import java.util.Set;

/**
 * Which Encounter is the hospital stay that features are about: of those with one of the codes that
 * began until the time asked for, the one that began last, if it goes on or ended within the time
 * given.
 */
public record StayDefinition(CodeSet codes, Set<String> statuses, TemporalAmount endedWithin) {
  public StayDefinition {
    statuses = Set.copyOf(statuses);
  }
}
