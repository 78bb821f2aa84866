package org.andiron.security.access;

import ca.uhn.fhir.util.UrlUtil;
import java.util.Optional;
import org.andiron.security.scope.ResourceTypes;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;

/**
 * Reads what an entry of a batch or transaction wants that writes. One that reads is a request of
 * its own and asked about as such.
 */
final class EntryReading {

  private EntryReading() {}

  /** What the entry wants; empty if that is nothing that is classified. */
  static Optional<WantedAccess> wanted(BundleEntryComponent entry) {
    BundleEntryRequestComponent request = entry.getRequest();
    String url = request.getUrl() == null ? "" : request.getUrl();
    int question = url.indexOf('?');
    String path = (question < 0 ? url : url.substring(0, question)).replaceAll("^/+|/+$", "");
    String query = question < 0 ? "" : url.substring(question + 1);
    String[] segments = path.split("/");
    String type = segments[0];
    if (request.getMethod() == null || !ResourceTypes.ALL.contains(type) || segments.length > 2) {
      return Optional.empty();
    }
    if (RequestReading.asksForAdministration(UrlUtil.parseQueryString(query).keySet())) {
      return Optional.of(OperationClassification.administrationOf(type));
    }
    boolean byCriteria = segments.length == 1;
    return switch (request.getMethod()) {
      case POST ->
          byCriteria
              ? Optional.of(WantedAccess.toCreate(type, request.hasIfNoneExist()))
              : Optional.empty();
      case PUT, PATCH -> Optional.of(WantedAccess.toUpdate(type, byCriteria));
      case DELETE -> Optional.of(WantedAccess.toDelete(type, byCriteria));
      default -> Optional.empty();
    };
  }
}
