/** Tests of the search in texts. */
@NullMarked
package org.andiron.storage.content;

import org.jspecify.annotations.NullMarked;
