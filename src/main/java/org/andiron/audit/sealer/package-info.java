/**
 * Seals the rows of the audit log: gives each a leaf of the tree, in an order without gaps, and
 * signs what the tree is then. One node of those on a database does it at a time.
 */
@NullMarked
package org.andiron.audit.sealer;

import org.jspecify.annotations.NullMarked;
