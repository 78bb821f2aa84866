/** Tests of value set expansion and subsumption. */
@NullMarked
package org.andiron.storage.terminology;

import org.jspecify.annotations.NullMarked;
