/** Reads of R4 resources what consents can ask of them. */
@NullMarked
package org.andiron.consent.facts;

import org.jspecify.annotations.NullMarked;
