/**
 * What holds for every database transaction: which conflicts are told apart, what must wait, and
 * how the entries of batches and transactions fail.
 */
@NullMarked
package org.andiron.storage.transaction;

import org.jspecify.annotations.NullMarked;
