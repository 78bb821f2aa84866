package org.andiron.risk.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how good a model is. Immutable; as JSON by {@link EvaluationReportJson}.
 *
 * @param permutedLabels what the pipeline makes of permuted labels; null if that was not tried
 */
public record EvaluationReport(
    EvaluatedModel model,
    Evaluation evaluation,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PermutedLabels permutedLabels) {}
