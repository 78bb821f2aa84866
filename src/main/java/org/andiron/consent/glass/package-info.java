/** Broken glass: what is kept of it, and who is told. */
@NullMarked
package org.andiron.consent.glass;

import org.jspecify.annotations.NullMarked;
