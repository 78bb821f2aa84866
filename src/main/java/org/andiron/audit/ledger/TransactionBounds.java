package org.andiron.audit.ledger;

/**
 * What a head says of transactions of the database, which PostgreSQL numbers in the order in which
 * they first write; unsigned 64-bit numbers.
 *
 * @param watermark all records of earlier transactions have a leaf
 * @param nextXact it and all later ones began after the time of the head
 */
public record TransactionBounds(long watermark, long nextXact) {}
