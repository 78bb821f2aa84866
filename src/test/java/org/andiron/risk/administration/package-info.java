@NullMarked
package org.andiron.risk.administration;

import org.jspecify.annotations.NullMarked;
