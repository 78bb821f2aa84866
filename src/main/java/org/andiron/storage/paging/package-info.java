/**
 * The pages of a search: the first in one query without bookkeeping, the others from a stored list
 * of keys that expires.
 */
@NullMarked
package org.andiron.storage.paging;

import org.jspecify.annotations.NullMarked;
