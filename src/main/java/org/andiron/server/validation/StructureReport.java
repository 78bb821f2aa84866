package org.andiron.server.validation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a body's form found.
 *
 * @param resourceType of the root, if it names a type of FHIR R4
 * @param id of the root
 * @param problems in the order of the body, at most as many as asked for
 */
record StructureReport(@Nullable String resourceType, @Nullable String id, List<Problem> problems) {

  StructureReport {
    problems = List.copyOf(problems);
  }
}
