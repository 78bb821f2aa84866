/** What exists for a request: what it may not see is not there, on any route, count or join. */
@NullMarked
package org.andiron.visibility;

import org.jspecify.annotations.NullMarked;
