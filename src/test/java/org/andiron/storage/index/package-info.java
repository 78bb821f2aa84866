/** Tests of the search index. */
@NullMarked
package org.andiron.storage.index;

import org.jspecify.annotations.NullMarked;
