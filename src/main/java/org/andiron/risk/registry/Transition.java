package org.andiron.risk.registry;

import java.time.Instant;

/**
 * A step that was made.
 *
 * @param number in the order in which they were made, from 1
 * @param reason in the words of who made it
 * @param who a {@link org.andiron.audit.event.Requester}, as {@link
 *     org.andiron.audit.KeptRequester} writes it
 */
public record Transition(long number, Step step, String reason, String who, Instant at) {}
