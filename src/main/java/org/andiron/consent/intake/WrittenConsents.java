package org.andiron.consent.intake;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.jspecify.annotations.Nullable;

/**
 * Looks at Consents that are written: at one by itself before it is stored, at one in a transaction
 * when all of that has been stored and its references are resolved, and nothing committed.
 */
public abstract class WrittenConsents {

  WrittenConsents() {}

  /**
   * Refuses it or reports on it, if it cannot be computed.
   *
   * @param stored whether it has been, in this transaction
   */
  abstract void check(Consent consent, @Nullable RequestDetails request, boolean stored);

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = RequestPipeline.CONSENT_RULES)
  public void beforeCreate(
      IBaseResource resource, @Nullable RequestDetails request, TransactionDetails transaction) {
    if (!transaction.isFhirTransaction()) {
      checkIfAsked(resource, request, false);
    }
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.CONSENT_RULES)
  public void beforeUpdate(
      @Nullable IBaseResource previous,
      IBaseResource resource,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    if (!transaction.isFhirTransaction()) {
      checkIfAsked(resource, request, false);
    }
  }

  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = RequestPipeline.CONSENT_RULES)
  public void created(
      IBaseResource resource, @Nullable RequestDetails request, TransactionDetails transaction) {
    if (transaction.isFhirTransaction()) {
      checkIfAsked(resource, request, true);
    }
  }

  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = RequestPipeline.CONSENT_RULES)
  public void updated(
      @Nullable IBaseResource previous,
      IBaseResource resource,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    if (transaction.isFhirTransaction()) {
      checkIfAsked(resource, request, true);
    }
  }

  private void checkIfAsked(
      IBaseResource resource, @Nullable RequestDetails request, boolean stored) {
    if (resource instanceof Consent consent && ConsentCheck.isAsked(consent)) {
      check(consent, request, stored);
    }
  }
}
