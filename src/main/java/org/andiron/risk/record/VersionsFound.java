package org.andiron.risk.record;

import java.util.List;
import org.andiron.risk.feature.ResourceVersion;
import org.hl7.fhir.r4.model.Resource;

/**
 * What became of versions that were asked for.
 *
 * @param found those that exist for the caller, in the order in which they were asked for
 * @param gone those that do not: deleted, expunged, never there, or hidden; nothing tells which
 */
public record VersionsFound(List<Resource> found, List<ResourceVersion> gone) {

  public VersionsFound {
    found = List.copyOf(found);
    gone = List.copyOf(gone);
  }
}
