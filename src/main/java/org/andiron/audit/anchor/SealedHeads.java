package org.andiron.audit.anchor;

import java.util.Optional;
import org.andiron.audit.ledger.SignedTreeHead;

/** The heads that the log has. */
@FunctionalInterface
interface SealedHeads {

  /** The head of the largest tree. */
  Optional<SignedTreeHead> newest();
}
