package org.andiron.storage.config;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.registry.ISearchParamProvider;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.SearchParameter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Gives HAPI's registry the stored search parameters that are in force, each for the resource types
 * it is in force for. A parameter of a package that repeats one of the standard, or that a newer
 * version of the package replaces, stays readable and searchable but does not change how the server
 * searches.
 */
final class StoredSearchParameters implements ISearchParamProvider {

  private final ISearchParamProvider stored;
  private final ObjectProvider<JdbcOperations> jdbc;

  StoredSearchParameters(ISearchParamProvider stored, ObjectProvider<JdbcOperations> jdbc) {
    this.stored = stored;
    this.jdbc = jdbc;
  }

  @Override
  public IBundleProvider search(SearchParameterMap parameters) {
    IBundleProvider all = stored.search(parameters);
    Map<String, List<String>> scopes = scopes();
    List<IBaseResource> inForce = new ArrayList<>();
    for (IBaseResource resource : all.getAllResources()) {
      SearchParameter narrowed = narrow((SearchParameter) resource, scopes);
      if (narrowed != null) {
        inForce.add(narrowed);
      }
    }
    return new SimpleBundleProvider(inForce);
  }

  @Override
  public @Nullable IBaseResource read(IIdType id) {
    return narrow((SearchParameter) stored.read(id), scopes());
  }

  private static @Nullable SearchParameter narrow(
      SearchParameter parameter, Map<String, List<String>> scopes) {
    List<String> scope = scopes.get(parameter.getIdElement().getIdPart());
    if (scope == null) {
      return parameter;
    }
    if (scope.isEmpty()) {
      return null;
    }
    SearchParameter narrowed = parameter.copy();
    narrowed.setBase(scope.stream().map(CodeType::new).toList());
    return narrowed;
  }

  /** For each parameter of a package: the resource types it is in force for, none if it is not. */
  private Map<String, List<String>> scopes() {
    Map<String, List<String>> scopes = new HashMap<>();
    jdbc.getObject()
        .query(
            """
            select resource_id, case when effective then applies_to else '{}' end
            from andiron.config_resource where resource_type = 'SearchParameter' and package is not null
            """,
            (ResultSet result) -> {
              scopes.put(result.getString(1), DefinitionStore.strings(result.getArray(2)));
            });
    return scopes;
  }
}
