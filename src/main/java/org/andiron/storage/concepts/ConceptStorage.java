package org.andiron.storage.concepts;

import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.term.TermCodeSystemStorageSvcImpl;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * HAPI's storage of concepts, which fails on a code system that is stored again if the version
 * stored before has no concepts, and stores all concepts again when a code system is only indexed
 * anew, which makes that version the current one.
 */
public class ConceptStorage extends TermCodeSystemStorageSvcImpl {

  /**
   * Stores the concepts of a code system in the place of those that its resource had. One without
   * content of its own, or one that is indexed anew, keeps what was stored for it.
   */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void storeNewCodeSystemVersionIfNeeded(
      @Nullable CodeSystem codeSystem, ResourceTable resource, RequestDetails request) {
    StoredConcepts stored = new StoredConcepts(myEntityManager);
    if (codeSystem != null && isIndexedAnew(codeSystem) && stored.exist(resource.getId())) {
      return;
    }
    if (codeSystem != null
        && codeSystem.hasUrl()
        && (!codeSystem.hasContent()
            || codeSystem.getContent() == CodeSystemContentMode.COMPLETE)) {
      stored.removeVersionsOf(resource.getId());
    }
    super.storeNewCodeSystemVersionIfNeeded(codeSystem, resource, request);
  }

  private static boolean isIndexedAnew(CodeSystem codeSystem) {
    return Boolean.TRUE.equals(IDao.CURRENTLY_REINDEXING.get(codeSystem));
  }
}
