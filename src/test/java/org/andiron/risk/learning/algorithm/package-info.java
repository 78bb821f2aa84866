@NullMarked
package org.andiron.risk.learning.algorithm;

import org.jspecify.annotations.NullMarked;
