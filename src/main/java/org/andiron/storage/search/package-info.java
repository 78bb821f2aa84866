/** How a search is answered from the database: first pages without bookkeeping, compartments. */
@NullMarked
package org.andiron.storage.search;

import org.jspecify.annotations.NullMarked;
