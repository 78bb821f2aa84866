package org.andiron.risk.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how good a model of a number is. Immutable; as JSON by {@link
 * QuantityReportJson}.
 *
 * @param unit of the outcome, in UCUM
 * @param permutedOutcomes what the pipeline makes of permuted outcomes; null if that was not tried
 */
public record QuantityReport(
    EvaluatedModel model,
    String unit,
    QuantityEvaluation evaluation,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PermutedOutcomes permutedOutcomes) {}
