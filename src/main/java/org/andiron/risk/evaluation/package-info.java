/**
 * How good a model of risk is: its predictions against what came about. Discrimination,
 * calibration, net benefit and differences between groups of patients, all with bootstrap
 * intervals, as a report that is written as JSON. Pure arithmetic on arrays: it knows no model, no
 * patient record and no server.
 *
 * <p>{@link org.andiron.risk.evaluation.Evaluator} makes a {@link
 * org.andiron.risk.evaluation.EvaluationReport} of {@link org.andiron.risk.evaluation.Predictions}.
 * A figure is never NaN: it is an {@link org.andiron.risk.evaluation.Estimate}, which either has a
 * value or says why there is none.
 *
 * <p>What is predicted as a number has the same in types of its own: {@link
 * org.andiron.risk.evaluation.QuantityEvaluator} makes a {@link
 * org.andiron.risk.evaluation.QuantityEvaluation} of {@link
 * org.andiron.risk.evaluation.QuantityPredictions}.
 *
 * <p>Literature: E. W. Steyerberg et al., "Assessing the performance of prediction models: a
 * framework for traditional and novel measures", Epidemiology 2010;21:128-138; B. Van Calster et
 * al., "A calibration hierarchy for risk models was defined", Journal of Clinical Epidemiology
 * 2016;74:167-176; B. Van Calster et al., "Calibration: the Achilles heel of predictive analytics",
 * BMC Medicine 2019;17:230.
 */
@NullMarked
package org.andiron.risk.evaluation;

import org.jspecify.annotations.NullMarked;
