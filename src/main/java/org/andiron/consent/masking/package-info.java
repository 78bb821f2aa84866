/**
 * Leaves out of what is shown the parts that patients withhold, and of what is found by searches.
 */
@NullMarked
package org.andiron.consent.masking;

import org.jspecify.annotations.NullMarked;
