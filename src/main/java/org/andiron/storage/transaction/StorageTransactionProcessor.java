package org.andiron.storage.transaction;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.dao.EntriesToProcessMap;
import ca.uhn.fhir.jpa.dao.IdSubstitutionMap;
import ca.uhn.fhir.jpa.dao.TransactionProcessor;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.util.StopWatch;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.storage.search.CriteriaLookup;
import org.andiron.storage.search.CriteriaMatcher;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Runs each FHIR transaction: takes the locks of all its conditional entries before its first
 * query, looks up together what they and the conditional references are about, and keeps references
 * to other servers out of its resolution of references.
 */
class StorageTransactionProcessor extends TransactionProcessor {

  private final FhirContext fhirContext;
  private final ConditionalWriteLocks locks;
  private final ObjectProvider<CriteriaLookup> lookup;
  private final HiddenMatches hidden;
  private final HiddenDeletions deletions;

  StorageTransactionProcessor(
      FhirContext fhirContext,
      ConditionalWriteLocks locks,
      ObjectProvider<CriteriaLookup> lookup,
      HiddenMatches hidden,
      HiddenDeletions deletions) {
    this.hidden = hidden;
    this.deletions = deletions;
    this.fhirContext = fhirContext;
    this.locks = locks;
    this.lookup = lookup;
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
    toDo.forEach(StorageTransactionProcessor::completeCriteria);
    locks.take(toDo.stream().map(ConditionalCriteria::ofEntry).flatMap(Optional::stream).toList());
    deletions.hide(toDo, transaction);
    Set<BundleEntryComponent> last =
        ConditionalTargets.lookUp(
            fhirContext, lookup.getObject(), hidden, toDo, transaction, request);
    if (!last.isEmpty()) {
      entries.sort(Comparator.comparingInt(it -> turn((BundleEntryComponent) it, last)));
    }
    EntriesToProcessMap written =
        CriteriaMatcher.whileEntriesAreCompared(
            () ->
                super.doTransactionWriteOperations(
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
                    stopWatch));
    ConditionalTargets.requireOneMatchEach(transaction, request);
    return written;
  }

  /** HAPI knows criteria alone only where the first has no modifier, and fails at others. */
  private static void completeCriteria(BundleEntryComponent entry) {
    String criteria = entry.getRequest().getIfNoneExist();
    if (criteria != null && !criteria.isBlank() && !criteria.contains("?") && entry.hasResource()) {
      entry.getRequest().setIfNoneExist(entry.getResource().fhirType() + '?' + criteria);
    }
  }

  /**
   * Conditional references are resolved when everything is stored that they may lead to, wherever
   * it stands in the Bundle.
   *
   * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
   */
  private static int turn(BundleEntryComponent entry, Set<BundleEntryComponent> last) {
    HTTPVerb method = entry.getRequest().getMethod();
    if (method == HTTPVerb.DELETE) {
      return 0;
    }
    if (method == HTTPVerb.GET || method == HTTPVerb.HEAD) {
      return 3;
    }
    return last.contains(entry) ? 2 : 1;
  }

  /** HAPI would look in its own index, which is empty. */
  @Override
  public void preFetchSearchParameterMaps(
      RequestDetails request,
      TransactionDetails transaction,
      RequestPartitionId partition,
      List<MatchUrlToResolve> criteria,
      Set<JpaPid> contents,
      Set<JpaPid> versions) {
    ConditionalTargets.prefetch(transaction, contents, versions);
  }
}
