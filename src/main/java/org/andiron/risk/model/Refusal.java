package org.andiron.risk.model;

import java.util.List;

/** That a model does not answer for an outcome, with all reasons that there are. */
public record Refusal(String outcome, List<RefusalReason> reasons) implements OutcomeResult {

  public Refusal {
    reasons = List.copyOf(reasons);
  }
}
