/** Consents and policies as data: immutable records, read once and valid. Pure. */
@NullMarked
package org.andiron.consent.rule;

import org.jspecify.annotations.NullMarked;
