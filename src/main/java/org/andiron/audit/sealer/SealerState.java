package org.andiron.audit.sealer;

/** What the sealer of this node does. */
enum SealerState {
  /** It begins, or the database does not answer. */
  WAITING,
  /** Another node seals. */
  STANDING_BY,
  SEALING,
  /** The log is not as it was signed: nothing more is. */
  REFUSING
}
