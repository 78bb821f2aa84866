/**
 * From records of patients to what a model is learned from: which times, which outcome, who is left
 * out and why. Pure.
 */
@NullMarked
package org.andiron.risk.training;

import org.jspecify.annotations.NullMarked;
