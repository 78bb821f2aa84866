package org.andiron.risk.evaluation;

/**
 * Net benefit at one threshold probability, in true positives per row: {@code TP/n - FP/n * t / (1
 * - t)}. Treating nobody has net benefit 0.
 *
 * @param threshold from which risk on somebody would be treated
 * @param model of treating whom the model names
 * @param everybody of treating everybody
 * @see <a href="https://doi.org/10.1177/0272989X06295361">A. J. Vickers, E. B. Elkin, "Decision
 *     curve analysis: a novel method for evaluating prediction models", Medical Decision Making
 *     2006;26:565-574</a>
 */
public record DecisionPoint(double threshold, Estimate model, Estimate everybody) {}
