package org.andiron.storage.suggestion;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Understands a context: {@code Observation.code}, {@code Observation.code:text}, or {@code code}
 * for all types that have such a parameter.
 */
final class SuggestionContexts {

  private static final String TEXT = "text";

  private final Set<String> resourceTypes;
  private final ISearchParamRegistry registry;

  SuggestionContexts(Collection<String> resourceTypes, ISearchParamRegistry registry) {
    this.resourceTypes = new TreeSet<>(resourceTypes);
    this.registry = registry;
  }

  /**
   * The request for codes in a context.
   *
   * @throws InvalidRequestException if the context is not one of codes
   */
  SuggestionRequest request(String context, String filter, int offset, int count) {
    int dot = context.indexOf('.');
    String type = dot < 0 ? null : context.substring(0, dot);
    String qualified = context.substring(dot + 1);
    int colon = qualified.indexOf(':');
    String parameter = colon < 0 ? qualified : qualified.substring(0, colon);
    String modifier = colon < 0 ? "" : qualified.substring(colon + 1);
    if (type != null && !resourceTypes.contains(type)) {
      throw refusal("names a type of resource that does not exist");
    }
    if (colon >= 0 && !modifier.equals(TEXT)) {
      throw refusal("has a modifier other than :text");
    }
    List<String> types = type == null ? List.copyOf(resourceTypes) : List.of(type);
    List<String> having = types.stream().filter(it -> isToken(find(it, parameter))).toList();
    if (having.isEmpty()) {
      throw refusal(
          type == null
              ? "names no search parameter of type token"
              : "names no search parameter of "
                  + type
                  + " that is of type token; those are "
                  + String.join(", ", tokensOf(type)));
    }
    return new SuggestionRequest(
        having, parameter, modifier.equals(TEXT), filter.strip(), offset, count);
  }

  private @Nullable RuntimeSearchParam find(String type, String parameter) {
    return registry.getActiveSearchParam(type, parameter, SearchParamLookupContextEnum.SEARCH);
  }

  private static boolean isToken(@Nullable RuntimeSearchParam parameter) {
    return parameter != null && parameter.getParamType() == RestSearchParameterTypeEnum.TOKEN;
  }

  private Set<String> tokensOf(String type) {
    Set<String> names =
        new TreeSet<>(
            registry
                .getActiveSearchParams(type, SearchParamLookupContextEnum.SEARCH)
                .getSearchParamNames());
    names.removeIf(it -> it.startsWith("_") || !isToken(find(type, it)));
    return names;
  }

  private static InvalidRequestException refusal(String fault) {
    return new InvalidRequestException(
        "The parameter 'context' of $expand "
            + fault
            + ". With contextDirection=existing it is such as Observation.code or"
            + " Observation.code:text");
  }
}
