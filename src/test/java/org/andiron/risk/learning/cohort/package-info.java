@NullMarked
package org.andiron.risk.learning.cohort;

import org.jspecify.annotations.NullMarked;
