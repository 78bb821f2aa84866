/** Tests of the history at a time. */
@NullMarked
package org.andiron.storage.history;

import org.jspecify.annotations.NullMarked;
