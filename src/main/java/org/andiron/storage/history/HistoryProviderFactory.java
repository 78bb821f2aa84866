package org.andiron.storage.history;

import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.search.PersistedJpaBundleProviderFactory;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.HistorySearchStyleEnum;
import jakarta.persistence.EntityManager;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Answers a history with {@code _at} exactly. HAPI takes the time zone of a date for unknown, and
 * for a type and the system gives the versions stored in the period, without those that were there
 * already.
 */
class HistoryProviderFactory extends PersistedJpaBundleProviderFactory {

  private final HistoryAtPeriod.Storage storage;

  HistoryProviderFactory(
      HapiTransactionService transactions,
      EntityManager entityManager,
      IJpaStorageResourceParser parser,
      IInterceptorBroadcaster interceptors) {
    this.storage =
        new HistoryAtPeriod.Storage(
            transactions, new HistoryQuery(entityManager), parser, interceptors);
  }

  @Override
  public IBundleProvider history(
      @Nullable RequestDetails request,
      @Nullable String type,
      @Nullable JpaPid resource,
      @Nullable Date rangeStart,
      @Nullable Date rangeEnd,
      @Nullable Integer offset,
      @Nullable HistorySearchStyleEnum style,
      RequestPartitionId partition) {
    String[] at = request == null ? null : request.getParameters().get(Constants.PARAM_AT);
    if (request == null || at == null || at.length == 0) {
      return super.history(request, type, resource, rangeStart, rangeEnd, offset, style, partition);
    }
    return new HistoryAtPeriod(
        storage,
        request,
        partition,
        new HistoryScope(type, resource),
        HistoryPeriod.of(at),
        offset == null ? 0 : offset);
  }
}
