/**
 * What a request to search asks for, what of it is applied, and how it is answered from the
 * database: first pages without bookkeeping, compartments.
 */
@NullMarked
package org.andiron.storage.search;

import org.jspecify.annotations.NullMarked;
