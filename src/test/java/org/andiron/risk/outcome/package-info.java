@NullMarked
package org.andiron.risk.outcome;

import org.jspecify.annotations.NullMarked;
