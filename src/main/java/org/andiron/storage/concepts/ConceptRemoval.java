package org.andiron.storage.concepts;

import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.term.TermDeferredStorageSvcImpl;
import jakarta.persistence.EntityManager;

/**
 * HAPI's removal of concepts, done with the deletion of the code system and not by a job after it.
 * HAPI's takes the other versions of the code system with it, and also what was stored again under
 * the same id before the job ran.
 */
public class ConceptRemoval extends TermDeferredStorageSvcImpl {

  private final EntityManager entities;

  ConceptRemoval(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public void deleteCodeSystemForResource(ResourceTable codeSystem) {
    new StoredConcepts(entities).removeAllOf(codeSystem.getId());
  }
}
