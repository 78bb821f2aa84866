/** Tests of the way from a search to SQL. */
@NullMarked
package org.andiron.storage.query;

import org.jspecify.annotations.NullMarked;
