/** Resources by the identifiers that consents and other systems name them by. */
@NullMarked
package org.andiron.consent.identifier;

import org.jspecify.annotations.NullMarked;
