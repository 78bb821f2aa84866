package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.method.SortParameter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.storage.search.UrlSearch.Condition;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Searches one type of resource with the parameters as they came in the URL or the form.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">Search</a>
 */
public final class TypeSearchProvider implements IResourceProvider {

  /** What shapes the answer, not the matches. */
  private static final Set<String> CONTROLS =
      Set.of(
          Constants.PARAM_COUNT,
          Constants.PARAM_OFFSET,
          Constants.PARAM_SORT,
          Constants.PARAM_SUMMARY,
          Constants.PARAM_ELEMENTS,
          Constants.PARAM_SEARCH_TOTAL_MODE,
          Constants.PARAM_INCLUDE,
          Constants.PARAM_REVINCLUDE,
          CompartmentSearchInterceptor.FOCUS_PARAMETER,
          Constants.PARAM_CONTAINED,
          Constants.PARAM_CONTAINED_TYPE,
          Constants.PARAM_FORMAT,
          Constants.PARAM_PRETTY);

  private final FhirContext context;
  private final IFhirResourceDao<?> dao;

  TypeSearchProvider(FhirContext context, IFhirResourceDao<?> dao) {
    this.context = context;
    this.dao = dao;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return dao.getResourceType();
  }

  /** Searches. */
  @Search(allowUnknownParams = true)
  public IBundleProvider search(RequestDetails request, HttpServletResponse response) {
    return dao.search(read(request), request, response);
  }

  /** The search that the parameters of a request ask for. */
  UrlSearch read(RequestDetails request) {
    List<Condition> conditions = new ArrayList<>();
    Set<Include> includes = new HashSet<>();
    Set<Include> reverseIncludes = new HashSet<>();
    for (Map.Entry<String, String[]> parameter : request.getParameters().entrySet()) {
      String name = parameter.getKey();
      String unmodified = name.replaceAll("[:.].*", "");
      for (String value : parameter.getValue()) {
        if (!CONTROLS.contains(unmodified)) {
          if (!value.isBlank()) {
            conditions.add(new Condition(name, value));
          }
        } else if (unmodified.equals(Constants.PARAM_INCLUDE)) {
          includes.add(include(name, value));
        } else if (unmodified.equals(Constants.PARAM_REVINCLUDE)) {
          reverseIncludes.add(include(name, value));
        }
      }
    }
    UrlSearch search = new UrlSearch(conditions);
    search.setIncludes(includes);
    search.setRevIncludes(reverseIncludes);
    search.setSort(
        (SortSpec)
            new SortParameter(context).translateQueryParametersIntoServerArgument(request, null));
    search.setCount(RestfulServerUtils.extractCountParameter(request));
    search.setOffset(RestfulServerUtils.extractOffsetParameter(request));
    search.setSummaryMode(summary(request));
    search.setSearchTotalMode(total(request));
    return search;
  }

  private static Include include(String name, String value) {
    return new Include(
        value,
        name.endsWith(Constants.PARAM_INCLUDE_QUALIFIER_RECURSE)
            || name.endsWith(Constants.PARAM_INCLUDE_QUALIFIER_ITERATE));
  }

  private static SummaryEnum summary(RequestDetails request) {
    String[] values = request.getParameters().get(Constants.PARAM_SUMMARY);
    return values == null || values.length == 0
        ? SummaryEnum.FALSE
        : SummaryEnum.fromCode(values[0]);
  }

  private static @Nullable SearchTotalModeEnum total(RequestDetails request) {
    String[] values = request.getParameters().get(Constants.PARAM_SEARCH_TOTAL_MODE);
    if (values == null || values.length == 0 || values[0].isBlank()) {
      return null;
    }
    SearchTotalModeEnum mode = SearchTotalModeEnum.fromCode(values[0]);
    if (mode == null) {
      throw new InvalidRequestException("_total must be one of none, estimate, accurate");
    }
    return mode;
  }
}
