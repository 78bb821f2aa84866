/** Carries the logging context of a request to the threads that work for it. */
@NullMarked
package org.andiron.ops.logging;

import org.jspecify.annotations.NullMarked;
