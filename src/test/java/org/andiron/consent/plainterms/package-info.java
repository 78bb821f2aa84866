/** The consents of {@code src/docs/consent.md}, run as they stand there. */
@NullMarked
package org.andiron.consent.plainterms;

import org.jspecify.annotations.NullMarked;
