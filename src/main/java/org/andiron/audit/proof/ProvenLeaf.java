package org.andiron.audit.proof;

import org.andiron.audit.ledger.InclusionProof;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.SignedTreeHead;

/**
 * A leaf, and the proof that it is below a head.
 *
 * @param leaf what the tree holds of the record
 * @param proof with the index of the leaf
 * @param head of the tree
 */
public record ProvenLeaf(Leaf leaf, InclusionProof proof, SignedTreeHead head) {}
