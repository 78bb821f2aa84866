package org.andiron.audit.capture;

import java.util.List;
import java.util.Set;
import org.andiron.audit.event.Code;

/**
 * A resource that is shown.
 *
 * @param reference with its version if it has one, as in {@code Observation/1/_history/2}
 * @param patients ids of those of whose records it is part
 * @param labels its security labels
 */
public record ShownResource(String reference, Set<String> patients, List<Code> labels) {

  public ShownResource {
    patients = Set.copyOf(patients);
    labels = List.copyOf(labels);
  }
}
