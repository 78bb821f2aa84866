package org.andiron.risk.feature;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a patient.
 *
 * @param start null if the resource has no date of its own
 * @param end null if it does not say
 */
public record RecordedEvent(
    ResourceVersion resource, @Nullable TimeSpan start, @Nullable TimeSpan end) {}
