/** Codes that consents are written with, and which of them include which others. Pure. */
@NullMarked
package org.andiron.consent.term;

import org.jspecify.annotations.NullMarked;
