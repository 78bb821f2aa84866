package org.andiron.visibility;

import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Reads which resources of this server a resource names, wherever in it. */
@FunctionalInterface
public interface NamedResources {

  /** Their names, in the form {@code Patient/1}, whether or not they are there. */
  Set<String> in(IBaseResource resource);
}
