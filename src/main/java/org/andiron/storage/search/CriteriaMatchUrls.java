package org.andiron.storage.search;

import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.MatchUrlUtil;
import ca.uhn.fhir.util.UrlUtil;
import java.util.Set;
import java.util.TreeSet;
import org.apache.http.NameValuePair;

/**
 * HAPI's reading of search criteria in URLs, which leaves out every parameter beginning with an
 * underscore that it does not know. A conditional delete by {@code _filter} alone would have no
 * criteria then, and delete all resources of the type; so those are refused.
 */
public class CriteriaMatchUrls extends MatchUrlService {

  private static final Set<String> CRITERIA =
      Set.of(
          "_has",
          "_id",
          "_language",
          "_lastUpdated",
          "_list",
          "_profile",
          "_security",
          "_source",
          "_tag");

  /** Parameters that shape an answer or say how to delete; they choose no resource. */
  private static final Set<String> CONTROLS =
      Set.of(
          "_cascade",
          "_contained",
          "_containedType",
          "_count",
          "_elements",
          "_expunge",
          "_format",
          "_include",
          "_includeDeleted",
          "_offset",
          "_pretty",
          "_revinclude",
          "_sort",
          "_summary",
          "_total");

  /**
   * Reads criteria.
   *
   * @throws InvalidRequestException if one of them cannot be used in criteria
   */
  @Override
  public SearchParameterMap translateMatchUrl(
      String matchUrl, RuntimeResourceDefinition resource, Flag... flags) {
    for (NameValuePair parameter : MatchUrlUtil.translateMatchUrl(matchUrl)) {
      String name = parameter.getName().replaceAll("[:.].*", "");
      if (name.startsWith("_") && !CRITERIA.contains(name) && !CONTROLS.contains(name)) {
        throw new InvalidRequestException(
            "The parameter '"
                + UrlUtil.sanitizeUrlPart(name)
                + "' cannot be used in criteria; nothing was done. Beside the search parameters of"
                + " the type, criteria can have: "
                + String.join(", ", new TreeSet<>(CRITERIA)));
      }
    }
    return super.translateMatchUrl(matchUrl, resource, flags);
  }
}
