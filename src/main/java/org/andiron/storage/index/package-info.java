/** What resources are found by: values of their search parameters, and where they are kept. */
@NullMarked
package org.andiron.storage.index;

import org.jspecify.annotations.NullMarked;
