package org.andiron.risk.operation;

import java.time.Instant;
import java.util.List;
import org.andiron.audit.event.RawQuery;
import org.andiron.risk.registry.RegisteredModel;

/**
 * By what is to be scored, and as of when.
 *
 * @param models in the order asked for
 * @param asOf what was later, or recorded later, is not used
 * @param current whether that is now: only then is it counted how models do
 * @param asked as it is recorded
 */
public record ScoringQuestion(
    List<RegisteredModel> models, Instant asOf, boolean current, RawQuery asked) {

  public ScoringQuestion {
    models = List.copyOf(models);
  }
}
