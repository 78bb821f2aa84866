package org.andiron.storage.concepts;

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
 * stored before has no concepts.
 */
public class ConceptStorage extends TermCodeSystemStorageSvcImpl {

  /**
   * Stores the concepts of a code system in the place of those that its resource had. One without
   * content of its own keeps what was loaded for it.
   */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void storeNewCodeSystemVersionIfNeeded(
      @Nullable CodeSystem codeSystem, ResourceTable resource, RequestDetails request) {
    if (codeSystem != null
        && codeSystem.hasUrl()
        && (!codeSystem.hasContent()
            || codeSystem.getContent() == CodeSystemContentMode.COMPLETE)) {
      new StoredConcepts(myEntityManager).removeVersionsOf(resource.getId());
    }
    super.storeNewCodeSystemVersionIfNeeded(codeSystem, resource, request);
  }
}
