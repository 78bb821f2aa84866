@NullMarked
package org.andiron.risk.training;

import org.jspecify.annotations.NullMarked;
