@NullMarked
package org.andiron.risk.learning.preprocessing;

import org.jspecify.annotations.NullMarked;
