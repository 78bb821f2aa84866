package org.andiron.storage.terminology;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Makes a new or changed code system, value set or concept map effective when its transaction has
 * committed; HAPI would answer from its caches for ten minutes more. Other nodes still do.
 */
@Interceptor
public final class TerminologyCacheReset {

  private static final Set<String> TERMINOLOGY = Set.of("CodeSystem", "ValueSet", "ConceptMap");

  private final IValidationSupport validationSupport;

  TerminologyCacheReset(IValidationSupport validationSupport) {
    this.validationSupport = validationSupport;
  }

  /** A definition was created. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
  public void created(IBaseResource resource) {
    resetAfterCommit(resource);
  }

  /** A definition was changed. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void updated(IBaseResource before, IBaseResource after) {
    resetAfterCommit(after);
  }

  /** A definition was deleted. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
  public void deleted(IBaseResource resource) {
    resetAfterCommit(resource);
  }

  private void resetAfterCommit(IBaseResource resource) {
    if (TERMINOLOGY.contains(resource.fhirType())
        && TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              validationSupport.invalidateCaches();
            }
          });
    }
  }
}
