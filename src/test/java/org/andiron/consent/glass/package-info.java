/** Tests of what is kept and recorded of broken glass. */
@NullMarked
package org.andiron.consent.glass;

import org.jspecify.annotations.NullMarked;
