/** What the console says once the server is up, and how the commands of the jar find it. */
@NullMarked
package org.andiron.ops.announcement;

import org.jspecify.annotations.NullMarked;
