package org.andiron.storage.index;

import org.andiron.storage.index.IndexEntries.UriEntry;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Resource;

/**
 * The code systems that say of themselves that the case of their codes does not matter. They are
 * found by a parameter that is not a client's.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.caseSensitive">
 *     CodeSystem.caseSensitive</a>
 */
public final class CaselessSystems {

  /** The type that has the parameter. */
  public static final String TYPE = "CodeSystem";

  /** The parameter, whose values are the URIs of the systems. */
  public static final String PARAMETER = "url:caseless";

  private CaselessSystems() {}

  static void index(Resource resource, EntryCollector entries) {
    if (resource instanceof CodeSystem system
        && system.hasUrl()
        && system.hasCaseSensitive()
        && !system.getCaseSensitive()) {
      entries.add(new UriEntry(PARAMETER, 0, system.getUrl(), null));
    }
  }
}
