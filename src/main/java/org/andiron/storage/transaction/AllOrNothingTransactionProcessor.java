package org.andiron.storage.transaction;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.dao.EntriesToProcessMap;
import ca.uhn.fhir.jpa.dao.IdSubstitutionMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.util.StopWatch;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.storage.search.CriteriaLookup;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Lets a transaction fail as a whole when one of its reads fails, with the status of that entry and
 * nothing stored. HAPI commits the writes and tells of the read in its entry.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction-response">Transaction response</a>
 */
class AllOrNothingTransactionProcessor extends StorageTransactionProcessor {

  private static final String NEEDED = AllOrNothingTransactionProcessor.class.getName();

  private final ObjectProvider<DaoRegistry> daos;

  /** What is read of a transaction when all has been written. */
  private record NeededReads(TransactionReads reads, List<TransactionReads.Needed> needed) {}

  AllOrNothingTransactionProcessor(
      FhirContext fhirContext,
      ConditionalWriteLocks locks,
      ObjectProvider<CriteriaLookup> lookup,
      HiddenMatches hidden,
      HiddenDeletions deletions,
      ObjectProvider<DaoRegistry> daos) {
    super(fhirContext, locks, lookup, hidden, deletions);
    this.daos = daos;
  }

  @Override
  public <T extends IBaseBundle> T transaction(
      RequestDetails request, T processed, boolean nested) {
    if (nested
        || !(request instanceof ServletRequestDetails details)
        || !(processed instanceof Bundle bundle)
        || bundle.getType() != BundleType.TRANSACTION
        || bundle.getEntry().stream().noneMatch(AllOrNothingTransactionProcessor::isRead)) {
      return super.transaction(request, processed, nested);
    }
    TransactionReads reads = new TransactionReads(daos.getObject(), details);
    if (bundle.getEntry().stream().allMatch(AllOrNothingTransactionProcessor::isRead)) {
      return readOnly(reads, details, processed, bundle);
    }
    details.getUserData().put(NEEDED, new NeededReads(reads, reads.tryBeforeWrites(bundle)));
    try {
      return super.transaction(request, processed, nested);
    } finally {
      details.getUserData().remove(NEEDED);
    }
  }

  /** Nothing is stored whatever happens, so that each entry is read once, unless one fails. */
  private <T extends IBaseBundle> T readOnly(
      TransactionReads reads, ServletRequestDetails request, T processed, Bundle bundle) {
    T answer;
    try {
      answer = super.transaction(request, processed, false);
    } catch (RuntimeException e) {
      reads.tryBeforeWrites(bundle);
      throw e;
    }
    if (answer instanceof Bundle response) {
      for (int i = 0; i < response.getEntry().size(); i++) {
        BundleEntryComponent entry = response.getEntry().get(i);
        String status = entry.getResponse().getStatus();
        if (status != null
            && status.matches("[45][0-9][0-9].*")
            && entry.getResponse().getOutcome() instanceof OperationOutcome outcome) {
          throw EntryFailure.of(i, Integer.parseInt(status.substring(0, 3)), outcome);
        }
      }
    }
    return answer;
  }

  private static boolean isRead(BundleEntryComponent entry) {
    return entry.getRequest().getMethod() == HTTPVerb.GET;
  }

  @Override
  protected EntriesToProcessMap doTransactionWriteOperations(
      RequestDetails request,
      @Nullable RequestPartitionId partition,
      String action,
      TransactionDetails transaction,
      Set<IIdType> allIds,
      IdSubstitutionMap idSubstitutions,
      Map<IIdType, DaoMethodOutcome> outcomes,
      IBaseBundle response,
      IdentityHashMap<IBase, Integer> originalOrder,
      List<IBase> entries,
      StopWatch stopWatch) {
    EntriesToProcessMap written =
        super.doTransactionWriteOperations(
            request,
            partition,
            action,
            transaction,
            allIds,
            idSubstitutions,
            outcomes,
            response,
            originalOrder,
            entries,
            stopWatch);
    if (request != null && request.getUserData().get(NEEDED) instanceof NeededReads needed) {
      needed.reads().requireAll(needed.needed());
    }
    return written;
  }
}
