/** Stops the server without losing a request that was accepted. */
@NullMarked
package org.andiron.ops.shutdown;

import org.jspecify.annotations.NullMarked;
