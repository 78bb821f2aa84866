/** Tests of the hook by which other systems ask, over HTTP. */
@NullMarked
package org.andiron.consent.consult;

import org.jspecify.annotations.NullMarked;
