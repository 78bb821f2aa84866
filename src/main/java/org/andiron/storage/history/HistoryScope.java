package org.andiron.storage.history;

import ca.uhn.fhir.jpa.model.dao.JpaPid;
import org.jspecify.annotations.Nullable;

/**
 * Whose history is asked for: of one resource, else of a type, else of the system.
 *
 * @param type the resource type, if there is one
 * @param resource the resource, if there is one
 */
record HistoryScope(@Nullable String type, @Nullable JpaPid resource) {}
