package org.andiron.storage.request;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.UrlUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.andiron.server.error.ParameterFault;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;

/**
 * Says in the answer to a search what was left out of it, on the first page and on all others.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#errors">Handling errors</a>
 */
final class IgnoredParameters {

  /** Of a link to another page: the names of the parameters. */
  private static final String PARAMETER = "_ignored";

  private IgnoredParameters() {}

  /** On the first page. */
  static void report(Bundle bundle, List<ParameterFault> ignored) {
    if (ignored.isEmpty()) {
      return;
    }
    bundle
        .addEntry()
        .setResource(ParameterFault.outcome(ignored, IssueSeverity.WARNING))
        .getSearch()
        .setMode(Bundle.SearchEntryMode.OUTCOME);
    String names =
        ignored.stream().map(ParameterFault::name).distinct().collect(Collectors.joining(","));
    for (BundleLinkComponent link : bundle.getLink()) {
      if (!Objects.equals(link.getRelation(), Bundle.LINK_SELF)) {
        link.setUrl(
            link.getUrl()
                + (link.getUrl().contains("?") ? '&' : '?')
                + PARAMETER
                + '='
                + UrlUtil.escapeUrlParam(names));
      }
    }
  }

  /** On another page, if its link says so. */
  static void report(Bundle bundle, RequestDetails request) {
    String[] names = request.getParameters().get(PARAMETER);
    if (names != null) {
      report(
          bundle,
          Arrays.stream(String.join(",", names).split(","))
              .filter(it -> !it.isBlank())
              .map(it -> ParameterFault.unsupported(it, ignored(it)))
              .toList());
    }
  }

  private static String ignored(String name) {
    return "The search parameter '"
        + name
        + "' was ignored, in whole or in part; the first page says why.";
  }
}
