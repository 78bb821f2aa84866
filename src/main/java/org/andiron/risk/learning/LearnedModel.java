package org.andiron.risk.learning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.evaluation.EvaluationReport;
import org.andiron.risk.evaluation.QuantityReport;
import org.andiron.risk.model.ModelPackage;

/**
 * What came of learning.
 *
 * @param files of the model's folder by name
 * @param content what the server makes of the files
 * @param counts how many examples there were, and where they went
 * @param trials what cross-validation said of all hyperparameters, in the order of the plan
 * @param best the one that was taken
 * @param report of the examples that were held out; empty for quantities
 * @param quantities the same of a model of a number; empty for probabilities
 */
public record LearnedModel(
    Map<String, byte[]> files,
    ModelPackage content,
    LearningCounts counts,
    List<Trial> trials,
    Trial best,
    Optional<EvaluationReport> report,
    Optional<QuantityReport> quantities) {

  public LearnedModel {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    trials = List.copyOf(trials);
  }
}
