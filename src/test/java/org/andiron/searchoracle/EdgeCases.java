package org.andiron.searchoracle;

import java.util.List;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.ListResource.ListMode;
import org.hl7.fhir.r4.model.ListResource.ListStatus;
import org.hl7.fhir.r4.model.Resource;

/**
 * A cohort of edge cases, the same at every call: for each search parameter resources with no
 * value, one and several; partial dates and open periods; time zones around midnight; letters of
 * many scripts; codes with and without systems; quantities in several units and with comparators;
 * references in every form. Valid R4.
 */
public final class EdgeCases {

  private EdgeCases() {}

  /**
   * The resources, in an order in which each comes after those it refers to, but for those of its
   * own type.
   *
   * @param prefix what all ids begin with, and the code of the tag that all have
   * @param baseUrl of the server, for references that say where they point to
   */
  public static List<Resource> of(String prefix, String baseUrl) {
    EdgeDraft draft = new EdgeDraft(prefix, baseUrl);
    EdgeTerminology.addTo(draft);
    EdgePlaces.addTo(draft);
    EdgePeople.addTo(draft);
    EdgeEncounters.addTo(draft);
    EdgeFindings.addTo(draft);
    EdgeStudies.addTo(draft);
    addLists(draft);
    return List.copyOf(draft.resources());
  }

  /** What to add to a query so that it finds nothing else than resources of the cohort. */
  public static String onlyThese(String prefix) {
    return "_tag=" + EdgeDraft.TAG_SYSTEM + "%7C" + prefix;
  }

  private static void addLists(EdgeDraft draft) {
    for (int turn = 0; turn < 2; turn++) {
      ListResource list = draft.add(new ListResource());
      list.setStatus(ListStatus.CURRENT).setMode(ListMode.WORKING);
      for (String type : SearchTable.TYPES) {
        list.addEntry().setItem(draft.to(type, 2 + turn));
        list.addEntry().setItem(draft.absolute(type, 4));
      }
    }
  }
}
