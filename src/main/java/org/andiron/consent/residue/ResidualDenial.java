package org.andiron.consent.residue;

/**
 * What remains of a legal policy.
 *
 * @param yields whether breaking the glass overrides it
 */
record ResidualDenial(boolean yields, Branch rule) {}
