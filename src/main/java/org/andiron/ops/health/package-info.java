/** Tells whether the process lives and whether it can serve. */
@NullMarked
package org.andiron.ops.health;

import org.jspecify.annotations.NullMarked;
