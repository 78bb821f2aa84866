/** Tests of searches over our index as the server does them. */
@NullMarked
package org.andiron.storage.search;

import org.jspecify.annotations.NullMarked;
