/** Puts our beans in the place of HAPI's. */
@NullMarked
package org.andiron.storage.replacement;

import org.jspecify.annotations.NullMarked;
