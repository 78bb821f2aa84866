/** Keeps in the database what consents withhold, and tells for whom. */
@NullMarked
package org.andiron.consent.enforcement;

import org.jspecify.annotations.NullMarked;
