package org.andiron.consent.glass;

import java.time.Instant;
import org.andiron.audit.event.Requester;

/**
 * An opening that is over, whose end is not recorded yet.
 *
 * @param patient id of the Patient, who may be gone
 * @param reason in the user's words
 * @param requester who broke the glass; the server itself where that was not kept
 * @param since from when on it counted
 * @param ended since when it does not count any more
 */
record EndedGlass(
    String patient, String reason, Requester requester, Instant since, Instant ended) {}
