@NullMarked
package org.andiron.risk.learning.scoring;

import org.jspecify.annotations.NullMarked;
