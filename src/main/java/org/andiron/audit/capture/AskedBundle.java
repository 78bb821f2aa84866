package org.andiron.audit.capture;

import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/**
 * What the entries of a batch or transaction ask for, as they came: HAPI rewrites what it is given.
 *
 * @param batch whether each entry is done by itself
 */
record AskedBundle(boolean batch, List<Entry> entries) {

  AskedBundle {
    entries = List.copyOf(entries);
  }

  /**
   * One of them.
   *
   * @param method in capitals; empty if there is none
   * @param url below the base
   * @param ifNoneExist criteria of a conditional create; empty without
   */
  record Entry(String method, String url, String ifNoneExist) {}

  static AskedBundle of(Bundle bundle) {
    return new AskedBundle(
        bundle.getType() == BundleType.BATCH,
        bundle.getEntry().stream().map(it -> entry(it.getRequest())).toList());
  }

  private static Entry entry(BundleEntryRequestComponent request) {
    return new Entry(
        request.getMethod() == null ? "" : request.getMethod().toCode(),
        Objects.requireNonNullElse(request.getUrl(), ""),
        Objects.requireNonNullElse(request.getIfNoneExist(), ""));
  }
}
