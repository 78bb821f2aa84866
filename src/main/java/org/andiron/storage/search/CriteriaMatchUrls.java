package org.andiron.storage.search;

import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.MatchUrlUtil;
import ca.uhn.fhir.util.UrlUtil;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.server.SearchControls;
import org.apache.http.NameValuePair;

/**
 * HAPI's reading of search criteria in URLs, which leaves out every parameter beginning with an
 * underscore that it does not know, and every one without a value. A delete by {@code _filter}
 * alone would have no criteria then, and delete all resources of the type; so both are refused.
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
      if (name.startsWith("_") && !CRITERIA.contains(name) && !SearchControls.contains(name)) {
        throw new InvalidRequestException(
            "The parameter '"
                + UrlUtil.sanitizeUrlPart(name)
                + "' cannot be used in criteria; nothing was done. Beside the search parameters of"
                + " the type, criteria can have: "
                + String.join(", ", new TreeSet<>(CRITERIA)));
      }
      if (!SearchControls.contains(name)
          && (parameter.getValue() == null || parameter.getValue().isBlank())) {
        throw new InvalidRequestException(
            "The criterion '"
                + UrlUtil.sanitizeUrlPart(name)
                + "' has no value; nothing was done. Give it one or leave it out.");
      }
    }
    return super.translateMatchUrl(matchUrl, resource, flags);
  }
}
