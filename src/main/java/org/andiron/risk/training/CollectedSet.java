package org.andiron.risk.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.andiron.risk.learning.DataHash;
import org.andiron.risk.learning.TrainingExample;
import org.andiron.risk.learning.TrainingSet;
import org.andiron.risk.model.ModelInput;

/**
 * What a cohort gives.
 *
 * @param set ordered by pseudonym and time
 * @param sha256 of all in the set, in lower-case hexadecimal: the same for the same records and
 *     key, in whatever order they came
 */
public record CollectedSet(TrainingSet set, CohortFlow flow, String sha256) {

  static CollectedSet of(List<ModelInput> inputs, Collection<CollectedPatient> patients) {
    List<TrainingExample> examples = new ArrayList<>();
    CohortFlow flow = CohortFlow.NONE;
    for (CollectedPatient patient : patients) {
      examples.addAll(patient.examples());
      flow = flow.plus(patient.flow());
    }
    examples.sort(
        Comparator.comparing(TrainingExample::patient).thenComparing(TrainingExample::index));
    TrainingSet set = new TrainingSet(inputs, examples);
    return new CollectedSet(set, flow, DataHash.of(set));
  }
}
