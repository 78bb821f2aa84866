/** Counts, times and logs requests without ever recording what they are about. */
@NullMarked
package org.andiron.ops.metrics;

import org.jspecify.annotations.NullMarked;
