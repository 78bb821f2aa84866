/** Inputs of people as rows of numbers: how that is fitted on training rows, and done. Pure. */
@NullMarked
package org.andiron.risk.learning.preprocessing;

import org.jspecify.annotations.NullMarked;
