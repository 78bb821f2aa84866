package org.andiron.security.access;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.storage.PageOrigins;
import org.andiron.storage.PageOrigins.Origin;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.jspecify.annotations.Nullable;

/** Reads what a request wants from what HAPI knows of it. */
final class RequestReading {

  /** They delete for good or more than what is named, or rewrite what was. */
  private static final Set<String> ADMINISTRATION_PARAMETERS = Set.of("_expunge", "_cascade");

  private static final String[] NONE = {};

  private static final List<String> ADMINISTRATION_HEADERS =
      List.of(Constants.HEADER_CASCADE, Constants.HEADER_REWRITE_HISTORY);

  private final SearchAnalysis searches;
  private final PageOrigins pages;

  RequestReading(SearchAnalysis searches, PageOrigins pages) {
    this.searches = searches;
    this.pages = pages;
  }

  /** What the request wants; empty if that is nothing that is classified. */
  Optional<WantedAccess> wanted(
      RequestDetails request, @Nullable RestOperationTypeEnum interaction) {
    String operation = request.getOperation();
    if (operation != null && operation.startsWith("$")) {
      return ofOperation(request, operation.substring(1));
    }
    if (interaction == null) {
      return Optional.empty();
    }
    String type = request.getResourceName();
    if (interaction.isSystemLevel() || type == null) {
      return onSystem(request, interaction);
    }
    if (!ResourceTypes.ALL.contains(type)) {
      return Optional.empty();
    }
    if (asksForAdministration(request)) {
      return Optional.of(OperationClassification.administrationOf(type));
    }
    boolean conditional = request.getConditionalUrl(interaction) != null;
    return switch (interaction) {
      case READ, VREAD, HISTORY_INSTANCE -> Optional.of(WantedAccess.toRead(type));
      case HISTORY_TYPE -> Optional.of(WantedAccess.toReadHistoryOf(type));
      case SEARCH_TYPE -> Optional.of(searches.of(type, request.getParameters()));
      case CREATE -> Optional.of(WantedAccess.toCreate(type, conditional));
      case UPDATE, PATCH -> Optional.of(WantedAccess.toUpdate(type, conditional));
      case DELETE -> Optional.of(WantedAccess.toDelete(type, conditional));
      default -> Optional.empty();
    };
  }

  private Optional<WantedAccess> onSystem(
      RequestDetails request, RestOperationTypeEnum interaction) {
    return switch (interaction) {
      case METADATA -> Optional.of(WantedAccess.NOTHING);
      case GET_PAGE -> Optional.of(ofPage(request));
      case HISTORY_SYSTEM -> Optional.of(WantedAccess.toSearchAllTypes());
      case SEARCH_SYSTEM, SEARCH_TYPE ->
          Optional.of(searches.ofTypes(listedTypes(request), request.getParameters()));
      // Its entries are looked at one by one; nothing exists for it beside them.
      case TRANSACTION, BATCH -> Optional.of(WantedAccess.NOTHING);
      default -> Optional.empty();
    };
  }

  /** The same as the search of which it is a page, or else no more than any search. */
  private WantedAccess ofPage(RequestDetails request) {
    String[] page = request.getParameters().getOrDefault(Constants.PARAM_PAGINGACTION, NONE);
    return (page.length == 1 ? pages.find(page[0]) : Optional.<Origin>empty())
        .map(this::ofSearch)
        .orElseGet(WantedAccess::toTurnPage);
  }

  private WantedAccess ofSearch(Origin search) {
    Set<String> types = search.types();
    if (types.size() == 1) {
      return searches.of(types.iterator().next(), search.parameters());
    }
    return searches.ofTypes(
        types.containsAll(ResourceTypes.ALL) ? Set.of() : types, search.parameters());
  }

  private static Set<String> listedTypes(RequestDetails request) {
    Set<String> types = new TreeSet<>();
    for (String list : request.getParameters().getOrDefault("_type", new String[0])) {
      types.addAll(Arrays.asList(list.split(",")));
    }
    // What is no type as it stands may be one to whoever reads it more leniently: then it is all.
    return ResourceTypes.ALL.containsAll(types) ? types : Set.of();
  }

  private static boolean asksForAdministration(RequestDetails request) {
    return asksForAdministration(request.getParameters().keySet())
        || ADMINISTRATION_HEADERS.stream().anyMatch(name -> request.getHeader(name) != null);
  }

  static boolean asksForAdministration(Set<String> parameters) {
    return parameters.stream()
        .anyMatch(name -> ADMINISTRATION_PARAMETERS.contains(name.replaceAll("[:.].*", "")));
  }

  private static Optional<WantedAccess> ofOperation(RequestDetails request, String name) {
    String type = request.getResourceName() == null ? "" : request.getResourceName();
    OperationLevel level =
        type.isEmpty()
            ? OperationLevel.SYSTEM
            : request.getId() == null ? OperationLevel.TYPE : OperationLevel.INSTANCE;
    Optional<OperationRule> classified = OperationClassification.of(name, level, type);
    if (classified.isPresent()
        && name.equals(OperationClassification.META_DELETE)
        && namesLabels(request)) {
      return Optional.of(OperationClassification.removalOfLabels());
    }
    return classified.map(
        rule -> rule.wanted(new OperationCall(name, level, type, parameters(request))));
  }

  private static boolean namesLabels(RequestDetails request) {
    return request.getResource() instanceof Parameters body
        && body.getParameter().stream()
            .anyMatch(it -> it.getValue() instanceof Meta meta && meta.hasSecurity());
  }

  private static Map<String, List<String>> parameters(RequestDetails request) {
    Map<String, List<String>> parameters = new HashMap<>();
    request
        .getParameters()
        .forEach(
            (name, values) -> {
              for (String value : values) {
                parameters.computeIfAbsent(name, it -> new ArrayList<>()).add(value.strip());
              }
            });
    if (request.getResource() instanceof Parameters body) {
      for (ParametersParameterComponent parameter : body.getParameter()) {
        if (parameter.getValue() != null && parameter.getValue().isPrimitive()) {
          parameters
              .computeIfAbsent(parameter.getName(), it -> new ArrayList<>())
              .add(parameter.getValue().primitiveValue().strip());
        }
      }
    }
    return parameters;
  }
}
