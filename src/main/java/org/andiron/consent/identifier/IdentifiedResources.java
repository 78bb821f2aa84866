package org.andiron.consent.identifier;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;

/** Finds resources by an identifier that they have. */
public final class IdentifiedResources {

  private final DaoRegistry daos;

  public IdentifiedResources(DaoRegistry daos) {
    this.daos = daos;
  }

  /**
   * Those of the types that have one of the identifiers, as far as they exist for this thread.
   *
   * @return nothing where there is no identifier
   */
  public Set<ResourceRef> having(Collection<BusinessIdentifier> identifiers, List<String> types) {
    if (identifiers.isEmpty()) {
      return Set.of();
    }
    Set<ResourceRef> found = new LinkedHashSet<>();
    for (String type : types) {
      daos.getResourceDao(type)
          .search(criteria(identifiers).setLoadSynchronous(true), new SystemRequestDetails())
          .getAllResources()
          .forEach(it -> found.add(new ResourceRef(type, it.getIdElement().getIdPart())));
    }
    return found;
  }

  /**
   * Whether one of the types has the identifier, as far as it exists for a request. The types are
   * looked through in their order, to the first that is found.
   */
  public boolean exists(
      BusinessIdentifier identifier, List<String> types, @Nullable RequestDetails request) {
    return types.stream()
        .anyMatch(
            type ->
                !daos.getResourceDao(type)
                    .searchForIds(criteria(List.of(identifier)).setLoadSynchronousUpTo(1), request)
                    .isEmpty());
  }

  private static SearchParameterMap criteria(Collection<BusinessIdentifier> identifiers) {
    TokenOrListParam any = new TokenOrListParam();
    identifiers.forEach(it -> any.add(new TokenParam(it.system(), it.value())));
    return new SearchParameterMap().add("identifier", any);
  }
}
