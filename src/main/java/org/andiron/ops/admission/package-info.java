/** Queues work beyond what the server can do at once, and refuses what it could not do in time. */
@NullMarked
package org.andiron.ops.admission;

import org.jspecify.annotations.NullMarked;
