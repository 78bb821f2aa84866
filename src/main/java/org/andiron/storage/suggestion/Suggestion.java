package org.andiron.storage.suggestion;

import org.jspecify.annotations.Nullable;

/**
 * A code in use.
 *
 * @param system null if it has none
 * @param display what resources call it; null if they call it nothing
 */
record Suggestion(@Nullable String system, String code, @Nullable String display) {}
