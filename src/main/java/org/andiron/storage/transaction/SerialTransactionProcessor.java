package org.andiron.storage.transaction;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.dao.EntriesToProcessMap;
import ca.uhn.fhir.jpa.dao.IdSubstitutionMap;
import ca.uhn.fhir.jpa.dao.TransactionProcessor;
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

/** Takes the locks of all conditional entries of a FHIR transaction before its first query. */
class SerialTransactionProcessor extends TransactionProcessor {

  private final ConditionalWriteLocks locks;

  SerialTransactionProcessor(ConditionalWriteLocks locks) {
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
    locks.take(
        entries.stream()
            .map(BundleEntryComponent.class::cast)
            .map(ConditionalCriteria::ofEntry)
            .flatMap(Optional::stream)
            .toList());
    return super.doTransactionWriteOperations(
        request,
        partition,
        actionName,
        transaction,
        allIds,
        idSubstitutions,
        outcomes,
        response,
        originalOrder,
        entries,
        stopWatch);
  }
}
