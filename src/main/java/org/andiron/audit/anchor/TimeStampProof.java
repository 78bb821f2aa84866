package org.andiron.audit.anchor;

import java.time.Instant;
import org.andiron.audit.ledger.TreeHead;

/**
 * What a time stamp that holds shows: the head, and so all records below it, was there at that
 * time.
 *
 * @param head that was there
 * @param time of the service
 * @param service subject of its certificate
 */
public record TimeStampProof(TreeHead head, Instant time, String service) {}
