/**
 * Whether what a model is given, and what comes of it, is still as it was: counts of features and
 * scores that are added up over days, how far they have moved, and whether as many have the outcome
 * as was predicted. Pure: states are small immutable values that are stored as JSON and merged;
 * when to look at them and whom to tell is decided elsewhere.
 */
@NullMarked
package org.andiron.risk.evaluation.monitoring;

import org.jspecify.annotations.NullMarked;
