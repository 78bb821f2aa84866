package org.andiron.consent.glass;

import java.time.Instant;

/**
 * That a user has broken the glass of one patient by an app.
 *
 * @param patient id of the Patient
 * @param reason in the user's words
 * @param since from when on it counts
 * @param expires from when on it does not count any more
 * @param task id of the Task that asks for a review
 * @param seen when this was looked up; all times are the database's
 */
public record GlassOpening(
    String patient, String reason, Instant since, Instant expires, String task, Instant seen) {}
