package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.searchparam.registry.ReadOnlySearchParamCache;
import ca.uhn.fhir.jpa.searchparam.registry.SearchParameterCanonicalizer;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ResourceSearchParams;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of R4 as the server's registry has them, and any that a test adds. */
final class StandardParameters implements ISearchParamRegistry {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final ReadOnlySearchParamCache STANDARD =
      ReadOnlySearchParamCache.fromFhirContext(CONTEXT, new SearchParameterCanonicalizer(CONTEXT));

  private final Map<String, ResourceSearchParams> byType = new HashMap<>();
  private final Map<String, RuntimeSearchParam> byUrl = new HashMap<>();

  StandardParameters() {
    STANDARD.getSearchParamStream().forEach(this::add);
  }

  void add(RuntimeSearchParam parameter) {
    Set<String> bases =
        parameter.getBase().contains("Resource") || parameter.getBase().contains("DomainResource")
            ? CONTEXT.getResourceTypes()
            : parameter.getBase();
    for (String base : bases) {
      byType.computeIfAbsent(base, ResourceSearchParams::new).put(parameter.getName(), parameter);
    }
    byUrl.put(parameter.getUri(), parameter);
  }

  @Override
  public @Nullable RuntimeSearchParam getActiveSearchParam(
      String type, String name, SearchParamLookupContextEnum context) {
    return byType.get(type).get(name);
  }

  @Override
  public ResourceSearchParams getActiveSearchParams(
      String type, SearchParamLookupContextEnum context) {
    return byType.get(type).readOnly().toFilteredForContext(context);
  }

  @Override
  public @Nullable RuntimeSearchParam getActiveSearchParamByUrl(
      String url, SearchParamLookupContextEnum context) {
    return byUrl.get(url);
  }

  @Override
  public void forceRefresh() {
    // Parameters are added in place.
  }
}
