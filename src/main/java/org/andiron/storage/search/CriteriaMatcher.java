package org.andiron.storage.search;

import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryMatchResult;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryResourceMatcher;
import ca.uhn.fhir.model.api.IQueryParameterType;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * HAPI's comparison of a resource with criteria in memory, which cannot be done for {@code
 * :missing}. HAPI knows that of all types of parameters but tokens, where it fails.
 */
public class CriteriaMatcher extends InMemoryResourceMatcher {

  /**
   * Does what writes the entries of a transaction and finds out itself whether two of them meet the
   * same criteria. HAPI would compare each with each in memory: with a thousand conditional entries
   * that takes longer than all else.
   */
  public static <T> T whileEntriesAreCompared(Supplier<T> work) {
    if (TransactionSynchronizationManager.hasResource(CriteriaMatcher.class)) {
      return work.get();
    }
    TransactionSynchronizationManager.bindResource(CriteriaMatcher.class, true);
    try {
      return work.get();
    } finally {
      TransactionSynchronizationManager.unbindResource(CriteriaMatcher.class);
    }
  }

  /** What HAPI asks before it compares. */
  @Override
  public InMemoryMatchResult canBeEvaluatedInMemory(String criteria) {
    return TransactionSynchronizationManager.hasResource(CriteriaMatcher.class)
        ? InMemoryMatchResult.unsupportedFromReason("Entries are compared in the database")
        : super.canBeEvaluatedInMemory(criteria);
  }

  /** Whether the resource meets the criteria, or that this cannot be said in memory. */
  @Override
  public InMemoryMatchResult match(
      SearchParameterMap criteria,
      @Nullable IBaseResource resource,
      RuntimeResourceDefinition definition,
      @Nullable ResourceIndexedSearchParams indexed) {
    for (var criterion : criteria.entrySet()) {
      if (criterion.getValue().stream()
          .anyMatch(any -> any.stream().anyMatch(CriteriaMatcher::isOfMissing))) {
        return InMemoryMatchResult.unsupportedFromParameterAndReason(
            criterion.getKey() + ":missing", InMemoryMatchResult.QUALIFIER);
      }
    }
    return super.match(criteria, resource, definition, indexed);
  }

  private static boolean isOfMissing(IQueryParameterType value) {
    return value.getMissing() != null;
  }
}
