package org.andiron.storage.history;

import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SimplePreResourceAccessDetails;
import ca.uhn.fhir.rest.server.interceptor.ServerInterceptorUtil;
import ca.uhn.fhir.rest.server.method.ResponsePage;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.CompositeInterceptorBroadcaster;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/** The answer to a history with {@code _at}: pages are read from the database as they are asked. */
class HistoryAtPeriod implements IBundleProvider {

  private final Storage storage;
  private final RequestDetails request;
  private final RequestPartitionId partition;
  private final HistoryScope scope;
  private final HistoryPeriod period;
  private final int offset;
  private final String id = UUID.randomUUID().toString();
  private final IPrimitiveType<Date> published = InstantDt.withCurrentTime();
  private @Nullable Integer size;

  /** What every such answer needs. */
  record Storage(
      HapiTransactionService transactions,
      HistoryQuery query,
      IJpaStorageResourceParser parser,
      IInterceptorBroadcaster interceptors) {}

  HistoryAtPeriod(
      Storage storage,
      RequestDetails request,
      RequestPartitionId partition,
      HistoryScope scope,
      HistoryPeriod period,
      int offset) {
    this.storage = storage;
    this.request = request;
    this.partition = partition;
    this.scope = scope;
    this.period = period;
    this.offset = offset;
  }

  @Override
  public List<IBaseResource> getResources(
      int from, int to, ResponsePage.ResponsePageBuilder responsePage) {
    return storage
        .transactions()
        .withRequest(request)
        .withRequestPartitionId(partition)
        .execute(() -> load(from, to));
  }

  private List<IBaseResource> load(int from, int to) {
    List<IBaseResource> versions = new ArrayList<>();
    storage
        .query()
        .versions(scope, period, offset + from, to - from)
        .forEach(version -> versions.add(storage.parser().toResource(version, true)));
    return ServerInterceptorUtil.fireStoragePreshowResource(
        accessible(versions), request, storage.interceptors());
  }

  /** Leaves out what an access hook (consent) does not let the caller see. */
  private List<IBaseResource> accessible(List<IBaseResource> versions) {
    IInterceptorBroadcaster hooks =
        CompositeInterceptorBroadcaster.newCompositeBroadcaster(storage.interceptors(), request);
    if (!hooks.hasHooks(Pointcut.STORAGE_PREACCESS_RESOURCES)) {
      return versions;
    }
    SimplePreResourceAccessDetails access = new SimplePreResourceAccessDetails(versions);
    hooks.callHooks(
        Pointcut.STORAGE_PREACCESS_RESOURCES,
        new HookParams()
            .add(IPreResourceAccessDetails.class, access)
            .add(RequestDetails.class, request)
            .addIfMatchesType(ServletRequestDetails.class, request));
    List<IBaseResource> accessible = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      if (!access.isDontReturnResourceAtIndex(i)) {
        accessible.add(versions.get(i));
      }
    }
    return accessible;
  }

  @Override
  public Integer size() {
    if (size == null) {
      size =
          storage
              .transactions()
              .withRequest(request)
              .withRequestPartitionId(partition)
              .execute(() -> Math.toIntExact(storage.query().count(scope, period)));
    }
    return size;
  }

  @Override
  public IPrimitiveType<Date> getPublished() {
    return published;
  }

  @Override
  public String getUuid() {
    return id;
  }

  @Override
  public @Nullable Integer preferredPageSize() {
    return null;
  }
}
