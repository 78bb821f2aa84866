/** Expansion of value sets and subsumption of codes, computed from the stored definitions. */
@NullMarked
package org.andiron.storage.terminology;

import org.jspecify.annotations.NullMarked;
