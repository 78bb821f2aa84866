/** Cohorts to train with, and where their records come from. */
@NullMarked
package org.andiron.risk.cohort;

import org.jspecify.annotations.NullMarked;
