/**
 * Looks at a cohort that predict nothing: which people are alike, and what varies together. Pure.
 */
@NullMarked
package org.andiron.risk.learning.cohort;

import org.jspecify.annotations.NullMarked;
