package org.andiron.storage.search;

import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryMatchResult;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryResourceMatcher;
import ca.uhn.fhir.model.api.IQueryParameterType;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's comparison of a resource with criteria in memory, which cannot be done for {@code
 * :missing}. HAPI knows that of all types of parameters but tokens, where it fails.
 */
public class CriteriaMatcher extends InMemoryResourceMatcher {

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
