@NullMarked
package org.andiron.risk.assessment;

import org.jspecify.annotations.NullMarked;
