package org.andiron.risk.training;

import java.util.List;
import org.andiron.risk.learning.TrainingExample;

/**
 * What one patient gives.
 *
 * @param pseudonym in the place of the id
 * @param examples by time
 */
record CollectedPatient(String pseudonym, List<TrainingExample> examples, CohortFlow flow) {

  CollectedPatient {
    examples = List.copyOf(examples);
  }
}
