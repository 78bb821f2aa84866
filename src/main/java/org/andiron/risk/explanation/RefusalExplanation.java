package org.andiron.risk.explanation;

import java.util.List;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.RefusalReason;

/** Why a model gives no answer, with all reasons in their order. */
public record RefusalExplanation(ModelCard card, Outcome outcome, List<RefusalReason> reasons)
    implements Explanation {

  public RefusalExplanation {
    reasons = List.copyOf(reasons);
  }
}
