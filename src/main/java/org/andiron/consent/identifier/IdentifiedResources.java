package org.andiron.consent.identifier;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
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

  /** Those of the types that have the identifier, as far as they exist for this thread. */
  public Set<ResourceRef> having(BusinessIdentifier identifier, List<String> types) {
    Set<ResourceRef> found = new LinkedHashSet<>();
    for (String type : types) {
      daos.getResourceDao(type)
          .search(criteria(identifier).setLoadSynchronous(true), new SystemRequestDetails())
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
                    .searchForIds(criteria(identifier).setLoadSynchronousUpTo(1), request)
                    .isEmpty());
  }

  private static SearchParameterMap criteria(BusinessIdentifier identifier) {
    return new SearchParameterMap(
        "identifier", new TokenParam(identifier.system(), identifier.value()));
  }
}
