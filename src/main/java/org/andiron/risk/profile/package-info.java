/**
 * A cohort to look at: segments of patients who are alike, and what varies together, as figures and
 * as a page. Of few patients nothing is said.
 */
@NullMarked
package org.andiron.risk.profile;

import org.jspecify.annotations.NullMarked;
