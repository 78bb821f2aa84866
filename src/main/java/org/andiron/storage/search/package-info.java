/** Searches over our index in the place of HAPI's, for every part of the server that searches. */
@NullMarked
package org.andiron.storage.search;

import org.jspecify.annotations.NullMarked;
