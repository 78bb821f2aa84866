package org.andiron.storage.index;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import ca.uhn.fhir.rest.server.util.ResourceSearchParams;
import java.util.List;
import java.util.Map;

/**
 * The compiled parameters of a resource type, and the definitions they were compiled from.
 *
 * @param definitions by code
 * @param components of composites, by URL
 */
record IndexedType(
    Map<String, RuntimeSearchParam> definitions,
    Map<String, RuntimeSearchParam> components,
    List<IndexedParameter> parameters) {

  /** Whether the registry, which replaces definitions but never changes one, still has the same. */
  @SuppressWarnings("ReferenceEquality") // Definitions that differ in their components are equal.
  boolean isCurrent(ResourceSearchParams active, ISearchParamRegistry registry) {
    if (active.size() != definitions.size()) {
      return false;
    }
    for (RuntimeSearchParam definition : active.values()) {
      if (definitions.get(definition.getName()) != definition) {
        return false;
      }
    }
    for (Map.Entry<String, RuntimeSearchParam> component : components.entrySet()) {
      if (registry.getActiveSearchParamByUrl(component.getKey(), SearchParamLookupContextEnum.INDEX)
          != component.getValue()) {
        return false;
      }
    }
    return true;
  }
}
