package org.andiron.storage.compartment;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.searchparam.registry.SearchParamRegistryImpl;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's registry with one more search parameter for each compartment: membership. It matches a
 * resource if any of the search parameters that the CompartmentDefinition names for its type points
 * at the focal resource, as one condition on the links of the resource; so a member is found once,
 * whatever the number of its links. The parameter is found by name only: it is not listed, and
 * nothing is indexed for it.
 */
public class CompartmentSearchParameters extends SearchParamRegistryImpl {

  private final FhirContext fhirContext;

  CompartmentSearchParameters(FhirContext fhirContext) {
    this.fhirContext = fhirContext;
  }

  @Override
  public @Nullable RuntimeSearchParam getActiveSearchParam(
      String resourceType, String name, SearchParamLookupContextEnum context) {
    return Compartment.ofMembershipParameter(name)
        .map(compartment -> membership(resourceType, compartment))
        .orElseGet(() -> super.getActiveSearchParam(resourceType, name, context));
  }

  private @Nullable RuntimeSearchParam membership(String resourceType, Compartment compartment) {
    List<String> paths = memberPaths(resourceType, compartment);
    if (paths.isEmpty()) {
      return null;
    }
    return new RuntimeSearchParam(
        fhirContext.getVersion().newIdType(),
        "urn:andiron:compartment:" + compartment.focalType(),
        compartment.membershipParameter(),
        "Member of the " + compartment.focalType() + " compartment",
        String.join(" | ", paths),
        RestSearchParameterTypeEnum.REFERENCE,
        Set.of(),
        Set.of(compartment.focalType()),
        RuntimeSearchParam.RuntimeSearchParamStatusEnum.ACTIVE,
        Set.of(resourceType));
  }

  /**
   * Paths of the links that make a resource of a type a member; empty if none of its type ever is.
   */
  public List<String> memberPaths(String resourceType, Compartment compartment) {
    // The registry's parameters come from SearchParameter resources, which do not tell of
    // compartments.
    return fhirContext.getResourceDefinition(resourceType).getSearchParams().stream()
        .filter(it -> providesMembership(it, compartment))
        .map(
            it ->
                getActiveSearchParam(
                    resourceType, it.getName(), SearchParamLookupContextEnum.SEARCH))
        .filter(it -> it != null && it.getParamType() == RestSearchParameterTypeEnum.REFERENCE)
        .flatMap(it -> it.getPathsSplitForResourceType(resourceType).stream())
        .distinct()
        .toList();
  }

  private static boolean providesMembership(RuntimeSearchParam param, Compartment compartment) {
    Set<String> compartments = param.getProvidesMembershipInCompartments();
    return compartments != null && compartments.contains(compartment.focalType());
  }
}
