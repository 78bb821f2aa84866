/** Whether the log has all that was shown and changed, and nothing else, also when things break. */
@NullMarked
package org.andiron.audit.completeness;

import org.jspecify.annotations.NullMarked;
