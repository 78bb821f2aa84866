package org.andiron.consent.decision;

import java.util.List;

/**
 * A decision with what each consent and legal policy had to say.
 *
 * @param decision the same that {@link ConsentEvaluator#decide} gives
 * @param sources in a fixed order
 */
public record ConsentExplanation(ConsentDecision decision, List<SourceExplanation> sources) {

  public ConsentExplanation {
    sources = List.copyOf(sources);
  }
}
