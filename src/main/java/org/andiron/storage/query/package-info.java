/** From the parameters of a search to SQL over the search index: a syntax tree between the two. */
@NullMarked
package org.andiron.storage.query;

import org.jspecify.annotations.NullMarked;
