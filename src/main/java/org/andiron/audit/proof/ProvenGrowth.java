package org.andiron.audit.proof;

import org.andiron.audit.ledger.ConsistencyProof;
import org.andiron.audit.ledger.SignedTreeHead;

/**
 * Two heads, and the proof that from one to the other the log only grew.
 *
 * @param first the earlier head
 * @param second the later head
 * @param proof of it
 */
public record ProvenGrowth(SignedTreeHead first, SignedTreeHead second, ConsistencyProof proof) {}
