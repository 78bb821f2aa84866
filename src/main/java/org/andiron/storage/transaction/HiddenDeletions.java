package org.andiron.storage.transaction;

import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.util.UrlUtil;
import java.util.List;
import org.andiron.storage.RestrictedAccess;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Lets a transaction, or an entry of a batch, delete by id what its caller sees and nothing else.
 * While it runs more exists for its references; a deletion that found what is hidden would be
 * refused, where an id that there is not is answered as done.
 */
class HiddenDeletions {

  private final ObjectProvider<RestrictedAccess> access;

  HiddenDeletions(ObjectProvider<RestrictedAccess> access) {
    this.access = access;
  }

  /** In the transaction, what is to be deleted and does not exist for the caller is not there. */
  void hide(List<BundleEntryComponent> entries, TransactionDetails transaction) {
    RestrictedAccess restricted = access.getObject();
    if (!restricted.seesLess()) {
      return;
    }
    for (BundleEntryComponent entry : entries) {
      if (entry.getRequest().getMethod() == HTTPVerb.DELETE) {
        UrlUtil.UrlParts target = UrlUtil.parseUrl(entry.getRequest().getUrl());
        if (target.getResourceType() != null
            && target.getResourceId() != null
            && !restricted.exists(target.getResourceType(), target.getResourceId())) {
          transaction.addResolvedResourceId(
              new IdType(target.getResourceType(), target.getResourceId()), null);
        }
      }
    }
  }
}
