/** Tests of the scoring of populations. */
@NullMarked
package org.andiron.risk.population;

import org.jspecify.annotations.NullMarked;
