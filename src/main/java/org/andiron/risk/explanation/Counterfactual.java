package org.andiron.risk.explanation;

import java.util.List;
import org.andiron.risk.model.Prediction;

/**
 * What the model computes with some values at their goals and all others as they are. It says
 * nothing of what would happen to the patient.
 *
 * @param changes one or more, of different inputs
 * @param prediction with the changed values
 */
public record Counterfactual(List<Change> changes, Prediction prediction) {

  public Counterfactual {
    changes = List.copyOf(changes);
  }
}
