package org.andiron.audit.verification;

import org.andiron.audit.ledger.Leaf;
import org.jspecify.annotations.Nullable;

/**
 * A leaf and the row of which it is.
 *
 * @param index of the leaf
 * @param row null if there is none
 */
record Entry(long index, Leaf leaf, @Nullable StoredRow row) {}
