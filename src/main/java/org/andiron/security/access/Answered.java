package org.andiron.security.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/** What of an answer was stored. The server makes the rest of it itself. */
final class Answered {

  /** Their entries are answers to requests of their own. */
  private static final Set<BundleType> OF_ENTRIES =
      EnumSet.of(BundleType.BATCHRESPONSE, BundleType.TRANSACTIONRESPONSE);

  private Answered() {}

  static List<IBaseResource> records(IBaseResource answer) {
    if (answer instanceof Bundle bundle && !isStored(bundle)) {
      return OF_ENTRIES.contains(bundle.getType())
          ? List.of()
          : bundle.getEntry().stream()
              .map(Bundle.BundleEntryComponent::getResource)
              .filter(Objects::nonNull)
              .map(IBaseResource.class::cast)
              .filter(Answered::isStored)
              .toList();
    }
    return isStored(answer) ? List.of(answer) : List.of();
  }

  private static boolean isStored(IBaseResource resource) {
    return resource.getMeta() != null && resource.getMeta().getVersionId() != null;
  }
}
