/** Tests of what is recorded of requests. */
@NullMarked
package org.andiron.audit.capture;

import org.jspecify.annotations.NullMarked;
