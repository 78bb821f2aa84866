@NullMarked
package org.andiron.risk.explanation;

import org.jspecify.annotations.NullMarked;
