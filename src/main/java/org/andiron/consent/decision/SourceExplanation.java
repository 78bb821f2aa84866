package org.andiron.consent.decision;

import java.util.Comparator;
import java.util.List;
import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;

/**
 * What a consent or legal policy says of a request.
 *
 * @param patient as part of whose record the resource was looked at
 * @param source the Consent with its version, or the policy
 * @param disregard why it has no effect whatever its provisions say, null if it may have one
 * @param provisions all of them, outer before inner; none if it was not looked at
 */
public record SourceExplanation(
    ResourceRef patient,
    String source,
    Effect effect,
    @Nullable Disregard disregard,
    List<ProvisionExplanation> provisions)
    implements Comparable<SourceExplanation> {

  private static final Comparator<SourceExplanation> ORDER =
      Comparator.comparing((SourceExplanation it) -> it.patient().toString())
          .thenComparing(SourceExplanation::source);

  public SourceExplanation {
    provisions = List.copyOf(provisions);
  }

  @Override
  public int compareTo(SourceExplanation other) {
    return ORDER.compare(this, other);
  }
}
