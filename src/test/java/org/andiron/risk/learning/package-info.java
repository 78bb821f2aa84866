@NullMarked
package org.andiron.risk.learning;

import org.jspecify.annotations.NullMarked;
