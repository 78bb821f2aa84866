package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.PreferHandlingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.method.SearchMethodBinding;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.server.RequestPipeline;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;

/**
 * Refuses a search with a parameter that its type does not have, since an answer that ignores a
 * condition is a wrong answer. A client that sends {@code Prefer: handling=lenient} gets that
 * answer, with the ignored parameters left out of the self link and named in an OperationOutcome
 * among the entries.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#errors">Handling errors in searches</a>
 */
@Interceptor
public class SearchParameterNamesInterceptor {

  private static final String IGNORED = SearchParameterNamesInterceptor.class.getName();

  private static final int NAMES_OFFERED = 5;

  /** Parameters of every search that the registry does not list. */
  private static final Set<String> COMMON =
      Set.of(
          Constants.PARAM_ID,
          Constants.PARAM_LASTUPDATED,
          Constants.PARAM_TAG,
          Constants.PARAM_PROFILE,
          Constants.PARAM_SECURITY,
          Constants.PARAM_SOURCE,
          Constants.PARAM_LANGUAGE,
          Constants.PARAM_TEXT,
          Constants.PARAM_CONTENT,
          Constants.PARAM_FILTER,
          Constants.PARAM_HAS,
          Constants.PARAM_LIST,
          Constants.PARAM_TYPE,
          Constants.PARAM_QUERY,
          Constants.PARAM_SORT,
          Constants.PARAM_COUNT,
          Constants.PARAM_OFFSET,
          Constants.PARAM_INCLUDE,
          Constants.PARAM_REVINCLUDE,
          Constants.PARAM_SUMMARY,
          Constants.PARAM_ELEMENTS,
          Constants.PARAM_SEARCH_TOTAL_MODE,
          Constants.PARAM_CONTAINED,
          Constants.PARAM_CONTAINED_TYPE,
          Constants.PARAM_NARRATIVE,
          Constants.PARAM_FORMAT,
          Constants.PARAM_PRETTY);

  private final ISearchParamRegistry searchParameters;

  public SearchParameterNamesInterceptor(ISearchParamRegistry searchParameters) {
    this.searchParameters = searchParameters;
  }

  /** Refuses or leaves out what is unknown. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void checkNames(RequestDetails request) {
    String type = request.getResourceName();
    if (type == null
        || !SearchMethodBinding.isPlainSearchRequest(request)
        || !request.getFhirContext().getResourceTypes().contains(type)) {
      return;
    }
    List<String> unknown =
        request.getParameters().keySet().stream()
            .filter(it -> !isKnown(type, it))
            .sorted()
            .toList();
    if (unknown.isEmpty()) {
      return;
    }
    if (!isLenient(request)) {
      throw new InvalidRequestException(
          unknown.stream().map(it -> refusal(type, it)).collect(Collectors.joining(" ")));
    }
    Map<String, String[]> understood = new HashMap<>(request.getParameters());
    understood.keySet().removeAll(unknown);
    request.setParameters(understood);
    request.getUserData().put(IGNORED, unknown);
  }

  /** Says in the answer what was left out. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.REQUEST_SEMANTICS)
  public void reportIgnored(RequestDetails request, IBaseResource response) {
    if (request.getUserData().get(IGNORED) instanceof Collection<?> ignored
        && response instanceof Bundle bundle) {
      OperationOutcome outcome = new OperationOutcome();
      for (Object name : ignored) {
        outcome
            .addIssue()
            .setSeverity(OperationOutcome.IssueSeverity.WARNING)
            .setCode(OperationOutcome.IssueType.NOTSUPPORTED)
            .setDiagnostics("The search parameter '" + name + "' is unknown and was ignored.");
      }
      bundle.addEntry().setResource(outcome).getSearch().setMode(Bundle.SearchEntryMode.OUTCOME);
    }
  }

  private boolean isKnown(String type, String parameter) {
    String name = nameOf(parameter);
    return COMMON.contains(name)
        || searchParameters.getActiveSearchParam(
                type, name, ISearchParamRegistry.SearchParamLookupContextEnum.SEARCH)
            != null
        // A search parameter may be named after a whole chain.
        || searchParameters.getActiveSearchParam(
                type, parameter, ISearchParamRegistry.SearchParamLookupContextEnum.SEARCH)
            != null;
  }

  /** Without modifier and chain. */
  private static String nameOf(String parameter) {
    int end = 0;
    while (end < parameter.length()
        && parameter.charAt(end) != ':'
        && parameter.charAt(end) != '.') {
      end++;
    }
    return parameter.substring(0, end);
  }

  private String refusal(String type, String parameter) {
    String name = nameOf(parameter);
    Set<String> names = new TreeSet<>(COMMON);
    names.addAll(
        searchParameters
            .getActiveSearchParams(type, ISearchParamRegistry.SearchParamLookupContextEnum.SEARCH)
            .getSearchParamNames());
    return "Unknown search parameter '"
        + name
        + "' for "
        + type
        + ". Did you mean "
        + String.join(", ", nearest(name, names))
        + "? "
        + type
        + " has: "
        + String.join(", ", withoutControls(names))
        + '.';
  }

  private static List<String> withoutControls(Set<String> names) {
    List<String> all = new ArrayList<>(names);
    all.removeIf(it -> it.startsWith("_"));
    return all;
  }

  private static List<String> nearest(String name, Set<String> names) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    Stream<String> byDistance =
        names.stream().sorted(Comparator.comparing(it -> distance.apply(name, it)));
    return byDistance.limit(NAMES_OFFERED).toList();
  }

  private static boolean isLenient(RequestDetails request) {
    String prefer = request.getHeader(Constants.HEADER_PREFER);
    return prefer != null
        && RestfulServerUtils.parsePreferHeader(null, prefer).getHanding()
            == PreferHandlingEnum.LENIENT;
  }
}
