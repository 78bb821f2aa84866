/** Tests of the pages of searches. */
@NullMarked
package org.andiron.storage.paging;

import org.jspecify.annotations.NullMarked;
