/** Tests of conditional writes that meet each other. */
@NullMarked
package org.andiron.storage.transaction;

import org.jspecify.annotations.NullMarked;
