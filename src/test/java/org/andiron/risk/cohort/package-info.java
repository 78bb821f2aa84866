@NullMarked
package org.andiron.risk.cohort;

import org.jspecify.annotations.NullMarked;
