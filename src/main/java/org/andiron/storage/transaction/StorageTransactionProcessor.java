package org.andiron.storage.transaction;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.dao.EntriesToProcessMap;
import ca.uhn.fhir.jpa.dao.IdSubstitutionMap;
import ca.uhn.fhir.jpa.dao.TransactionProcessor;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.util.StopWatch;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.jspecify.annotations.Nullable;

/**
 * Runs each FHIR transaction: takes the locks of all its conditional entries before its first
 * query, and keeps references to other servers out of its resolution of references.
 */
class StorageTransactionProcessor extends TransactionProcessor {

  private final ConditionalWriteLocks locks;

  StorageTransactionProcessor(ConditionalWriteLocks locks) {
    this.locks = locks;
  }

  @Override
  protected EntriesToProcessMap doTransactionWriteOperations(
      RequestDetails request,
      @Nullable RequestPartitionId partition,
      String actionName,
      TransactionDetails transaction,
      Set<IIdType> allIds,
      IdSubstitutionMap idSubstitutions,
      Map<IIdType, DaoMethodOutcome> outcomes,
      IBaseBundle response,
      IdentityHashMap<IBase, Integer> originalOrder,
      List<IBase> entries,
      StopWatch stopWatch) {
    List<BundleEntryComponent> toDo =
        entries.stream().map(BundleEntryComponent.class::cast).toList();
    locks.take(toDo.stream().map(ConditionalCriteria::ofEntry).flatMap(Optional::stream).toList());
    return super.doTransactionWriteOperations(
        request,
        partition,
        actionName,
        transaction,
        allIds,
        new EntrySubstitutions(toDo),
        outcomes,
        response,
        originalOrder,
        entries,
        stopWatch);
  }

  /**
   * Leaves conditional references and writes to be resolved one by one, each distinct one once:
   * HAPI would look them up in its own index, which is empty.
   */
  @Override
  public void preFetchSearchParameterMaps(
      RequestDetails request,
      TransactionDetails transaction,
      RequestPartitionId partition,
      List<MatchUrlToResolve> criteria,
      Set<JpaPid> pidsToLoad,
      Set<JpaPid> pidsToLoadVersionsOf) {
    // Nothing is known beforehand.
  }
}
