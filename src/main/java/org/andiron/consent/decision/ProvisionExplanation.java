package org.andiron.consent.decision;

import java.util.List;
import org.andiron.consent.rule.ProvisionType;

/**
 * What became of a provision.
 *
 * @param path of it, as FHIRPath
 * @param mismatches why it does not apply, also those of elements that it has from an outer one; of
 *     a root that permits and decides, why this is not what it permits
 */
public record ProvisionExplanation(
    String path, ProvisionType type, Outcome outcome, List<Mismatch> mismatches) {

  /** What can become of one. */
  public enum Outcome {
    /** It is among those that decided. */
    DECIDED,
    /** It applies, but something else decided. */
    OVERRULED,
    /** It does not apply. */
    DOES_NOT_APPLY
  }

  public ProvisionExplanation {
    mismatches = List.copyOf(mismatches);
  }
}
