package org.andiron.consent.intake;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.stream.Collectors;
import org.andiron.consent.directive.ConsentProblem;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what {@link ConsentWriteInterceptor} refuses also where the server writes by itself, as
 * in an import. Jobs report no more than a sentence, so that has what is to be mended.
 */
public final class ImportedConsents {

  private final ConsentCheck check;

  ImportedConsents(ConsentCheck check) {
    this.check = check;
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = RequestPipeline.CONSENT_RULES)
  public void beforeCreate(
      IBaseResource resource, @Nullable RequestDetails request, TransactionDetails transaction) {
    if (!transaction.isFhirTransaction()) {
      check(resource, request, false);
    }
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.CONSENT_RULES)
  public void beforeUpdate(
      @Nullable IBaseResource previous,
      IBaseResource resource,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    if (!transaction.isFhirTransaction()) {
      check(resource, request, false);
    }
  }

  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = RequestPipeline.CONSENT_RULES)
  public void created(
      IBaseResource resource, @Nullable RequestDetails request, TransactionDetails transaction) {
    if (transaction.isFhirTransaction()) {
      check(resource, request, true);
    }
  }

  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = RequestPipeline.CONSENT_RULES)
  public void updated(
      @Nullable IBaseResource previous,
      IBaseResource resource,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    if (transaction.isFhirTransaction()) {
      check(resource, request, true);
    }
  }

  private void check(IBaseResource resource, @Nullable RequestDetails request, boolean stored) {
    if (request instanceof ServletRequestDetails
        || !(resource instanceof Consent consent)
        || !ConsentCheck.isInForce(consent)
        || !ConsentCheck.isAsked(consent)) {
      return;
    }
    List<ConsentProblem> problems = check.problems(consent, request, stored);
    if (!problems.isEmpty()) {
      throw new UnprocessableEntityException(
          problems.stream()
              .map(it -> it.path() + " " + it.reason())
              .collect(Collectors.joining("; ", "The Consent cannot be computed: ", "")));
    }
  }
}
