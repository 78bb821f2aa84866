/** The history of resources as it was at a time. */
@NullMarked
package org.andiron.storage.history;

import org.jspecify.annotations.NullMarked;
