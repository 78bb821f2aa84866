/** What holds for every database transaction: which conflicts are told apart, what must wait. */
@NullMarked
package org.andiron.storage.transaction;

import org.jspecify.annotations.NullMarked;
