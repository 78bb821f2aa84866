/** Who asks, with all that consents may know the caller as, and what for. */
@NullMarked
package org.andiron.consent.requester;

import org.jspecify.annotations.NullMarked;
