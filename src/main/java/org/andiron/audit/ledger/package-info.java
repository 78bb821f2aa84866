/**
 * The mathematics of a log in which nothing can be changed, removed or put in unseen: a Merkle tree
 * over the records, heads of the tree that are signed, and proofs. Pure: no database, no network.
 *
 * <p>How anybody checks a log with no code of ours:
 *
 * <ol>
 *   <li>The hash of each record's content is made anew from content and {@link
 *       org.andiron.audit.ledger.Salt salt}. A record whose content was erased by law has neither
 *       any more; for it the commitment that is kept is taken.
 *   <li>With it, the {@link org.andiron.audit.ledger.Leaf leaf} of each record, in the order of the
 *       log, and from all leaves the root of the tree, as RFC 9162, section 2.1, has it, with
 *       SHA-256.
 *   <li>Root and number of leaves are those of the {@link org.andiron.audit.ledger.TreeHead head},
 *       and its signature is of a {@link org.andiron.audit.ledger.VerificationKey key} that the
 *       reader got on another way than the log.
 * </ol>
 *
 * <p>Who has a head already does not need all records: an {@link
 * org.andiron.audit.ledger.InclusionProof} shows that one record is below it, a {@link
 * org.andiron.audit.ledger.ConsistencyProof} that a later head only added records.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1">Merkle trees, RFC 9162</a>
 */
@NullMarked
package org.andiron.audit.ledger;

import org.jspecify.annotations.NullMarked;
