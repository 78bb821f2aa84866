package org.andiron.storage.request;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IRestfulServer;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.method.SearchMethodBinding;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.andiron.storage.compartment.Compartment;
import org.andiron.storage.paging.PageLinks;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * A search as a client asks for it, by itself or as an entry of a Bundle. Before it is done, its
 * parameters are checked: what cannot be understood is refused, or left out if the client sends
 * {@code Prefer: handling=lenient} and this server does not have it. After it, the self link says
 * what was done, and an outcome among the entries what was left out.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#errors">Handling errors</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#conformance">Server conformance</a>
 */
final class SearchRequestBinding extends SearchMethodBinding {

  /** HAPI's reader of this header fails on values of one character. */
  private static final Pattern LENIENT =
      Pattern.compile(
          "(?:^|[;,])\\s*handling\\s*=\\s*(?:lenient|\"lenient\")\\s*(?:$|[;,])",
          Pattern.CASE_INSENSITIVE);

  private final SearchProvider provider;
  private final SearchRequestReader reader;

  SearchRequestBinding(
      @Nullable Class<? extends IBaseResource> type,
      Method method,
      FhirContext context,
      SearchProvider provider,
      SearchRequestReader reader) {
    super(type, type, method, context, provider);
    this.provider = provider;
    this.reader = reader;
  }

  @Override
  public IBaseResource doInvokeServer(IRestfulServer<?> server, RequestDetails request) {
    Map<String, String[]> parameters = new HashMap<>(request.getParameters());
    String[] focus = request.isSubRequest() ? parameters.remove(Compartment.ENTRY_FOCUS) : null;
    AppliedSearch search = provider.read(reader, request, parameters, isLenient(request));
    Map<String, String[]> applied = search.asRequest(request.getResourceName());
    if (focus != null) {
      applied.put(Compartment.ENTRY_FOCUS, focus);
    }
    request.setParameters(applied);
    IBaseResource answer = super.doInvokeServer(server, request);
    if (answer instanceof Bundle bundle) {
      finish(bundle, search, request, context(request, focus));
      if (request.isSubRequest() && applied.containsKey(Constants.PARAM_ELEMENTS)) {
        // HAPI shortens the answer to an entry for _summary only.
        MandatoryElements.add(request, bundle);
        IParser parser = getContext().newJsonParser();
        RestfulServerUtils.configureResponseParser(request, parser);
        return parser.parseResource(Bundle.class, parser.encodeResourceToString(bundle));
      }
    }
    return answer;
  }

  private static void finish(
      Bundle bundle, AppliedSearch search, RequestDetails request, String context) {
    if (request.isSubRequest()) {
      PageLinks.complete(bundle, request);
    }
    bundle.getLinkOrCreate(Bundle.LINK_SELF).setUrl(search.url(context));
    IgnoredParameters.report(bundle, search.ignored());
    if (search.isCount()) {
      // HAPI would write nothing but the number; there are no matches to be shortened.
      Map<String, String[]> shown = new HashMap<>(request.getParameters());
      shown.remove(Constants.PARAM_SUMMARY);
      shown.remove(Constants.PARAM_COUNT);
      request.setParameters(shown);
    }
  }

  /** What is searched: all, a type, or (part of) a compartment. */
  private static String context(RequestDetails request, String @Nullable [] focus) {
    String base = request.getFhirServerBase();
    if (focus != null) {
      return base + '/' + focus[0] + '/' + request.getResourceName();
    }
    String path = request.getRequestPath() == null ? "" : request.getRequestPath();
    String searched = path.replaceAll("/?" + Constants.PARAM_SEARCH + "/?$", "");
    return searched.isEmpty() ? base : base + '/' + searched;
  }

  private static boolean isLenient(RequestDetails request) {
    List<String> prefer = request.getHeaders(Constants.HEADER_PREFER);
    return prefer != null && prefer.stream().anyMatch(it -> LENIENT.matcher(it).find());
  }
}
