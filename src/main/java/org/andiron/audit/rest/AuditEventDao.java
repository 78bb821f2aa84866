package org.andiron.audit.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.api.model.DeleteConflictList;
import ca.uhn.fhir.jpa.api.model.DeleteMethodOutcome;
import ca.uhn.fhir.jpa.api.model.ExpungeOptions;
import ca.uhn.fhir.jpa.api.model.ExpungeOutcome;
import ca.uhn.fhir.jpa.dao.JpaResourceDao;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.IResourcePersistentId;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.CompositeInterceptorBroadcaster;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import org.andiron.audit.rest.ForeignEvents.Marked;
import org.andiron.audit.store.AuditLog;
import org.andiron.audit.store.AuditUnavailableException;
import org.andiron.audit.store.Row;
import org.hl7.fhir.instance.model.api.IBaseMetaType;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.AuditEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * AuditEvents as HAPI knows them: what is created becomes a row of the audit log, in the same
 * transaction as all that is stored with it; all else is refused. HAPI's tables have none.
 */
class AuditEventDao extends JpaResourceDao<AuditEvent> {

  private static final String RETRY_AFTER_SECONDS = "5";

  private final ObjectProvider<ForeignEvents> intake;
  private final ObjectProvider<AuditLog> log;
  private final IInterceptorBroadcaster interceptors;

  AuditEventDao(
      FhirContext context,
      ObjectProvider<ForeignEvents> intake,
      ObjectProvider<AuditLog> log,
      IInterceptorBroadcaster interceptors) {
    this.intake = intake;
    this.log = log;
    this.interceptors = interceptors;
    setContext(context);
    setResourceType(AuditEvent.class);
  }

  @Override
  public DaoMethodOutcome create(
      AuditEvent event,
      @Nullable String ifNoneExist,
      boolean performIndexing,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    if (ifNoneExist != null && !ifNoneExist.isBlank()) {
      throw new InvalidRequestException(
          "AuditEvents are not created conditionally. Leave If-None-Exist out.");
    }
    boolean withOthers = TransactionSynchronizationManager.isActualTransactionActive();
    // Before the transaction begins, because it may take long.
    intake.getObject().check(event, request, withOthers);
    return getTransactionService()
        .withRequest(request)
        .withTransactionDetails(transaction)
        .withRequestPartitionId(RequestPartitionId.allPartitions())
        .execute(() -> store(event, request, transaction));
  }

  private DaoMethodOutcome store(
      AuditEvent event, @Nullable RequestDetails request, TransactionDetails transaction) {
    checkRights(event, request, transaction);
    Marked marked = intake.getObject().mark(event, request);
    Row row = marked.row();
    record(row);
    EventForm.complete(event, row.id().toString(), row.recorded());
    EventForm.complete(marked.event(), row.id().toString(), row.recorded());
    DaoMethodOutcome outcome = new DaoMethodOutcome();
    outcome.setId(event.getIdElement());
    outcome.setResource(marked.event());
    outcome.setCreated(true);
    // Nothing is left to be indexed at the end of a transaction.
    outcome.setNop(true);
    return outcome;
  }

  /** Whoever has a say in what is stored has it here as well. */
  private void checkRights(
      AuditEvent event, @Nullable RequestDetails request, TransactionDetails transaction) {
    CompositeInterceptorBroadcaster.newCompositeBroadcaster(interceptors, request)
        .callHooks(
            Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED,
            new HookParams()
                .add(IBaseResource.class, event)
                .add(RequestDetails.class, request)
                .addIfMatchesType(ServletRequestDetails.class, request)
                .add(RequestPartitionId.class, RequestPartitionId.allPartitions())
                .add(TransactionDetails.class, transaction));
  }

  private void record(Row row) {
    try {
      log.getObject().append(List.of(row));
    } catch (AuditUnavailableException e) {
      BaseServerResponseException unavailable =
          new UnclassifiedServerFailureException(
              503, "The audit log cannot be written at the moment; nothing was stored. Try again.");
      unavailable.addResponseHeader("Retry-After", RETRY_AFTER_SECONDS);
      unavailable.initCause(e);
      throw unavailable;
    }
  }

  @Override
  public DaoMethodOutcome update(
      AuditEvent event,
      @Nullable String matchUrl,
      boolean performIndexing,
      boolean forceUpdateVersion,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    throw Refusals.ofChange();
  }

  @Override
  public DaoMethodOutcome patchInTransaction(
      @Nullable IIdType id,
      @Nullable String conditionalUrl,
      boolean performIndexing,
      PatchTypeEnum type,
      @Nullable String body,
      @Nullable IBaseParameters parameters,
      @Nullable RequestDetails request,
      TransactionDetails transaction,
      @Nullable RequestPartitionId partition) {
    throw Refusals.ofChange();
  }

  @Override
  public DaoMethodOutcome delete(IIdType id, @Nullable RequestDetails request) {
    throw Refusals.ofChange();
  }

  @Override
  public DaoMethodOutcome delete(
      IIdType id,
      DeleteConflictList conflicts,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    throw Refusals.ofChange();
  }

  @Override
  public DeleteMethodOutcome deleteByUrl(String url, @Nullable RequestDetails request) {
    throw Refusals.ofChange();
  }

  @Override
  public DeleteMethodOutcome deleteByUrl(
      String url,
      DeleteConflictList conflicts,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    throw Refusals.ofChange();
  }

  @Override
  public <P extends IResourcePersistentId> DeleteMethodOutcome deletePidList(
      String url,
      Collection<P> ids,
      DeleteConflictList conflicts,
      @Nullable RequestDetails request,
      TransactionDetails transaction) {
    throw Refusals.ofChange();
  }

  @Override
  public ExpungeOutcome expunge(
      @Nullable IIdType id, ExpungeOptions options, @Nullable RequestDetails request) {
    throw Refusals.ofChange();
  }

  @Override
  public <M extends IBaseMetaType> M metaAddOperation(
      IIdType id, M meta, @Nullable RequestDetails request) {
    throw Refusals.ofChange();
  }

  @Override
  public <M extends IBaseMetaType> M metaDeleteOperation(
      IIdType id, M meta, @Nullable RequestDetails request) {
    throw Refusals.ofChange();
  }

  @Override
  public AuditEvent read(IIdType id, @Nullable RequestDetails request, boolean deletedOk) {
    throw elsewhere();
  }

  @Override
  public IBundleProvider search(
      SearchParameterMap parameters,
      @Nullable RequestDetails request,
      @Nullable HttpServletResponse response) {
    throw elsewhere();
  }

  /** Of operations and of GraphQL, which would read past the log. */
  private static InvalidRequestException elsewhere() {
    return new InvalidRequestException(
        "AuditEvents are read at /AuditEvent/[id] and searched at /AuditEvent, and not in another"
            + " way.");
  }
}
