package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.util.JpaParamUtil;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.QualifiedParamList;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.util.UrlUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Conditions written as a URL, with {@code _content} and {@code _text}, which HAPI would leave out
 * without a word: a conditional delete would then delete all.
 */
public class TextMatchUrls extends MatchUrlService {

  private static final List<String> TEXTS = List.of(Constants.PARAM_CONTENT, Constants.PARAM_TEXT);

  private final FhirContext fhirContext;

  TextMatchUrls(FhirContext fhirContext, ISearchParamRegistry registry) {
    super(fhirContext, registry);
    this.fhirContext = fhirContext;
  }

  @Override
  public SearchParameterMap translateMatchUrl(
      String url, RuntimeResourceDefinition type, Flag... flags) {
    SearchParameterMap conditions = super.translateMatchUrl(url, type, flags);
    int query = url.indexOf('?');
    Map<String, String[]> parameters = UrlUtil.parseQueryString(url.substring(query + 1));
    for (String name : TEXTS) {
      if (parameters.containsKey(name) && !conditions.containsKey(name)) {
        List<QualifiedParamList> values =
            Arrays.stream(parameters.get(name))
                .map(it -> QualifiedParamList.splitQueryStringByCommasIgnoreEscape(null, it))
                .toList();
        conditions.add(
            name,
            JpaParamUtil.parseQueryParams(
                fhirContext, RestSearchParameterTypeEnum.STRING, name, values));
      }
    }
    return conditions;
  }
}
