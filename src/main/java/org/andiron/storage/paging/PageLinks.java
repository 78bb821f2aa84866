package org.andiron.storage.paging;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * What HAPI does not write on the pages of a search: an estimated total, and links to the first
 * page and, where it is known, the last.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#paging">Paging</a>
 */
@Interceptor
public final class PageLinks {

  private static final String FIRST = "first";
  private static final String LAST = "last";
  private static final Pattern OFFSET =
      Pattern.compile("(?<=[?&]" + Constants.PARAM_PAGINGOFFSET + "=)\\d+");
  private static final Pattern COUNT =
      Pattern.compile("(?<=[?&]" + Constants.PARAM_COUNT + "=)\\d+");

  /** Completes the answer to a request, if it is a page of a search that the request has done. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.REQUEST_FORM)
  public void completePage(RequestDetails request, @Nullable IBaseResource response) {
    if (response instanceof Bundle bundle) {
      complete(bundle, request);
    }
  }

  /** Completes a Bundle, which may be that of an entry of a Bundle. */
  public static void complete(Bundle bundle, RequestDetails request) {
    PagedMatches.of(bundle, request).ifPresent(it -> complete(bundle, it.list()));
  }

  private static void complete(Bundle bundle, PageList list) {
    if (list.total() != null) {
      bundle.setTotal(list.total());
    }
    neighbour(bundle)
        .ifPresent(
            link -> {
              bundle.addLink().setRelation(FIRST).setUrl(at(0, link));
              Matcher count = COUNT.matcher(link);
              if (list.complete() && count.find()) {
                int size = Integer.parseInt(count.group());
                int last = Math.max(0, (list.known() - 1) / size * size);
                bundle.addLink().setRelation(LAST).setUrl(at(last, link));
              }
            });
  }

  /** A link to another page; none if there is only one. */
  private static Optional<String> neighbour(Bundle bundle) {
    return Stream.of(Bundle.LINK_NEXT, Bundle.LINK_PREV, "previous")
        .map(bundle::getLink)
        .filter(it -> it != null && OFFSET.matcher(it.getUrl()).find())
        .map(Bundle.BundleLinkComponent::getUrl)
        .findFirst();
  }

  private static String at(int offset, String link) {
    return OFFSET.matcher(link).replaceFirst(Integer.toString(offset));
  }
}
