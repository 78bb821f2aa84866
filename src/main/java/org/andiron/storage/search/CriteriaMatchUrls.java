package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.util.JpaParamUtil;
import ca.uhn.fhir.model.api.IQueryParameterAnd;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.QualifiedParamList;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.MatchUrlUtil;
import ca.uhn.fhir.util.UrlUtil;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.server.SearchControls;
import org.andiron.server.error.ParameterFault;
import org.andiron.storage.query.CommonParameters;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.query.UnsupportedSearchException;
import org.apache.http.NameValuePair;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;

/**
 * HAPI's reading of search criteria in URLs, which leaves out every parameter beginning with an
 * underscore that it does not know, and every one without a value. A delete by {@code _filter}
 * alone would have no criteria then, and delete all resources of the type; so those that our search
 * knows are taken in, and the others refused.
 */
public class CriteriaMatchUrls extends MatchUrlService {

  /** Those that HAPI leaves out. */
  private static final Set<String> TEXTS =
      Set.of(Constants.PARAM_CONTENT, Constants.PARAM_TEXT, Constants.PARAM_FILTER);

  /** A parameter that some registries of search parameters have for all types. */
  private static final String LANGUAGE = "_language";

  private final FhirContext fhirContext;
  private final ISearchParamRegistry registry;

  CriteriaMatchUrls(FhirContext fhirContext, ISearchParamRegistry registry) {
    super(fhirContext, registry);
    this.fhirContext = fhirContext;
    this.registry = registry;
  }

  /**
   * Reads criteria.
   *
   * @throws InvalidRequestException if one of them cannot be used in criteria, or not be read
   */
  @Override
  public SearchParameterMap translateMatchUrl(
      String matchUrl, RuntimeResourceDefinition resource, Flag... flags) {
    List<NameValuePair> parameters = MatchUrlUtil.translateMatchUrl(matchUrl);
    parameters.forEach(CriteriaMatchUrls::requireCriterion);
    SearchParameterMap criteria;
    try {
      criteria = super.translateMatchUrl(matchUrl, resource, flags);
    } catch (UnrecognizedSearchParameterException e) {
      explain(e);
      throw e;
    } catch (DataFormatException e) {
      throw new InvalidRequestException(
          "The criteria cannot be read; nothing was done. " + e.getMessage(), e);
    }
    for (String name : TEXTS) {
      if (!criteria.containsKey(name)) {
        parameters.stream()
            .filter(it -> it.getName().equals(name))
            .forEach(it -> criteria.add(name, text(name, it.getValue())));
      }
    }
    return criteria;
  }

  /** HAPI's own words repeat all criteria, and do not say what is near. */
  private void explain(UnrecognizedSearchParameterException unknown) {
    try {
      new SearchParser(fhirContext, registry, List.of(), InstantSource.system())
          .requireParameter(List.of(unknown.getResourceName()), unknown.getParamName());
    } catch (UnsupportedSearchException e) {
      unknown.setOperationOutcome(
          ParameterFault.outcome(
              List.of(
                  ParameterFault.unsupported(
                      unknown.getParamName(), e.getMessage() + " Nothing was done.")),
              IssueSeverity.ERROR));
    }
  }

  private static void requireCriterion(NameValuePair parameter) {
    String name = parameter.getName().replaceAll("[:.].*", "");
    if (name.startsWith("_") && !isCriterion(name) && !SearchControls.contains(name)) {
      throw new InvalidRequestException(
          "The parameter '"
              + UrlUtil.sanitizeUrlPart(name)
              + "' cannot be used in criteria; nothing was done. Beside the search parameters of"
              + " the type, criteria can have: "
              + String.join(", ", new TreeSet<>(CommonParameters.OF_ONE_TYPE)));
    }
    if (TEXTS.contains(name) && !name.equals(parameter.getName())) {
      throw new InvalidRequestException(
          "The criterion '" + name + "' has no modifiers; nothing was done.");
    }
    if (!SearchControls.contains(name)
        && (parameter.getValue() == null || parameter.getValue().replace(',', ' ').isBlank())) {
      throw new InvalidRequestException(
          "The criterion '"
              + UrlUtil.sanitizeUrlPart(name)
              + "' has no value; nothing was done. Give it one or leave it out.");
    }
  }

  private static boolean isCriterion(String name) {
    return CommonParameters.OF_ONE_TYPE.contains(name) || name.equals(LANGUAGE);
  }

  private IQueryParameterAnd<?> text(String name, String value) {
    // The commas of a filter are its own.
    List<QualifiedParamList> values =
        name.equals(Constants.PARAM_FILTER)
            ? List.of(QualifiedParamList.singleton(value))
            : List.of(QualifiedParamList.splitQueryStringByCommasIgnoreEscape(null, value));
    return JpaParamUtil.parseQueryParams(
        fhirContext, RestSearchParameterTypeEnum.STRING, name, values);
  }
}
