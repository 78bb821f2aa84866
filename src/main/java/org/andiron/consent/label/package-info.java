/** Which security labels the codes of a resource call for, by the rules of the organisation. */
@NullMarked
package org.andiron.consent.label;

import org.jspecify.annotations.NullMarked;
