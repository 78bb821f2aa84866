package org.andiron.server.semantics;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.util.UrlUtil;
import java.util.Set;

/** Nothing is below an operation, a history, a search or the CapabilityStatement. */
final class PathEnd {

  private static final Set<String> LAST = Set.of("metadata", "_search");

  private PathEnd() {}

  /**
   * Refuses a path that goes on where it must end.
   *
   * @throws ResourceNotFoundException saying behind what
   */
  static void require(String path) {
    String[] segments = UrlUtil.unescape(path).replaceAll("^/+|/+$", "").split("/+");
    for (int i = 0; i < segments.length - 1; i++) {
      String segment = segments[i];
      if (segment.startsWith("$") || LAST.contains(segment)) {
        throw new ResourceNotFoundException("There is nothing below " + kind(segment));
      }
      // Of an instance, a version follows.
      if (segment.equals("_history") && segments.length - i > (i == 2 ? 2 : 1)) {
        throw new ResourceNotFoundException(
            "There is nothing below " + (i == 2 ? "a version" : "the history of a type or of all"));
      }
    }
  }

  private static String kind(String segment) {
    return segment.startsWith("$") ? "an operation" : segment;
  }
}
