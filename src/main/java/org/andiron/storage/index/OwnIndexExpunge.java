package org.andiron.storage.index;

import ca.uhn.fhir.jpa.dao.expunge.JpaResourceExpungeService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;

/** Removes the entries of a resource from our index where HAPI removes those from its own. */
public class OwnIndexExpunge extends JpaResourceExpungeService {

  private final PendingIndex pending;

  OwnIndexExpunge(PendingIndex pending) {
    this.pending = pending;
  }

  @Override
  public void deleteAllSearchParams(JpaPid resource) {
    pending.remove(resource.getId());
    super.deleteAllSearchParams(resource);
  }
}
