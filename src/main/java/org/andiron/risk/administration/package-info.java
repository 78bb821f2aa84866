/** Operations by which administrators deploy risk models, change what they are used for, look. */
@NullMarked
package org.andiron.risk.administration;

import org.jspecify.annotations.NullMarked;
