package org.andiron.consent.decision;

import java.time.Instant;
import org.andiron.consent.rule.ResourceRef;

/**
 * The caller's declaration that a patient's safety is at stake.
 *
 * @param patient the one patient it is about
 * @param reason in the caller's words; blank is none
 * @param since when it was declared
 */
public record BreakGlass(ResourceRef patient, String reason, Instant since) {}
