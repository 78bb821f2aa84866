/** Tests of what is said of consents: over HTTP, and against what is enforced. */
@NullMarked
package org.andiron.consent.explanation;

import org.jspecify.annotations.NullMarked;
