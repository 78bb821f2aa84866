package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.IPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.util.UrlUtil;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET [base]?…} and {@code GET [compartment]/[id]/*?…}: searches without a type in the path.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#searchcontexts">Search contexts</a>
 */
public class AllTypesSearchProvider {

  /** Conditions that every type has. */
  private static final Set<String> CONDITIONS =
      Set.of(
          Constants.PARAM_CONTENT,
          Constants.PARAM_TEXT,
          Constants.PARAM_ID,
          Constants.PARAM_LASTUPDATED,
          Constants.PARAM_TAG,
          Constants.PARAM_PROFILE,
          Constants.PARAM_SECURITY,
          Constants.PARAM_SOURCE,
          Constants.PARAM_LANGUAGE);

  /** What shapes the answer, not the matches. */
  private static final Set<String> CONTROLS =
      Set.of(
          Constants.PARAM_TYPE,
          Constants.PARAM_COUNT,
          Constants.PARAM_SUMMARY,
          Constants.PARAM_ELEMENTS,
          Constants.PARAM_SEARCH_TOTAL_MODE,
          Constants.PARAM_FORMAT,
          Constants.PARAM_PRETTY);

  private final FhirContext fhirContext;
  private final DaoRegistry daoRegistry;
  private final MatchUrlService matchUrls;
  private final IPagingProvider pagingProvider;
  private final CompartmentSearchParameters searchParameters;
  private final AllTypesSearch search;

  AllTypesSearchProvider(
      FhirContext fhirContext,
      DaoRegistry daoRegistry,
      MatchUrlService matchUrls,
      IPagingProvider pagingProvider,
      CompartmentSearchParameters searchParameters,
      AllTypesSearch search) {
    this.fhirContext = fhirContext;
    this.daoRegistry = daoRegistry;
    this.matchUrls = matchUrls;
    this.pagingProvider = pagingProvider;
    this.searchParameters = searchParameters;
    this.search = search;
  }

  /** Searches all types, or those that {@code _type} names. */
  @Search(allowUnknownParams = true)
  public IBundleProvider search(RequestDetails request) {
    Optional<IdType> focus = CompartmentSearchInterceptor.takeFocus(request);
    String query = conditions(request);
    Collection<String> types = types(request);
    if (focus.isEmpty() && query.isEmpty() && !request.getParameters().containsKey("_type")) {
      throw new InvalidRequestException(
          "A search of all types needs a condition, such as _id or _lastUpdated, or _type");
    }
    Map<String, SearchParameterMap> conditions = new LinkedHashMap<>();
    for (String type : types) {
      if (focus.isEmpty()) {
        conditions.put(type, condition(type, query));
      } else {
        memberCondition(type, query, focus.get())
            .ifPresent(condition -> conditions.put(type, condition));
      }
    }
    if (conditions.isEmpty()) {
      throw new InvalidRequestException("None of these types is ever in this compartment");
    }
    return search.search(conditions, pageSize(request), request);
  }

  private SearchParameterMap condition(String type, String query) {
    return matchUrls.translateMatchUrl(type + '?' + query, fhirContext.getResourceDefinition(type));
  }

  private Optional<SearchParameterMap> memberCondition(String type, String query, IdType focus) {
    Compartment compartment = Compartment.of(focus.getResourceType()).orElseThrow();
    if (searchParameters.memberPaths(type, compartment).isEmpty()) {
      return Optional.empty();
    }
    SearchParameterMap condition = condition(type, query);
    condition.add(
        compartment.membershipParameter(),
        new ReferenceParam(focus.getResourceType(), null, focus.getIdPart()));
    return Optional.of(condition);
  }

  private Collection<String> types(RequestDetails request) {
    String[] named = request.getParameters().get(Constants.PARAM_TYPE);
    if (named == null) {
      return new TreeSet<>(daoRegistry.getRegisteredDaoTypes());
    }
    List<String> types =
        Arrays.stream(named)
            .flatMap(it -> Arrays.stream(it.split(",")))
            .map(String::strip)
            .distinct()
            .toList();
    for (String type : types) {
      if (!daoRegistry.isResourceTypeSupported(type)) {
        throw new InvalidRequestException(
            "_type names '" + UrlUtil.sanitizeUrlPart(type) + "', which is not a resource type");
      }
    }
    return types;
  }

  private static String conditions(RequestDetails request) {
    StringBuilder query = new StringBuilder();
    request
        .getParameters()
        .forEach(
            (name, values) -> {
              String unmodified = name.replaceAll("[:.].*", "");
              if (CONDITIONS.contains(unmodified)) {
                for (String value : values) {
                  query.append(query.isEmpty() ? "" : "&");
                  query.append(name).append('=').append(UrlUtil.escapeUrlParam(value));
                }
              } else if (!CONTROLS.contains(unmodified)) {
                throw new InvalidRequestException(
                    "The search parameter '"
                        + UrlUtil.sanitizeUrlPart(name)
                        + "' is not one of all types. Those are: "
                        + String.join(", ", new TreeSet<>(CONDITIONS)));
              }
            });
    return query.toString();
  }

  private int pageSize(RequestDetails request) {
    @Nullable Integer count = RestfulServerUtils.extractCountParameter(request);
    String[] summary = request.getParameters().get(Constants.PARAM_SUMMARY);
    if (summary != null && summary.length > 0 && summary[0].equals("count")) {
      return 0;
    }
    return count == null
        ? pagingProvider.getDefaultPageSize()
        : Math.min(count, pagingProvider.getMaximumPageSize());
  }
}
