package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import org.andiron.storage.SelectedResources;
import org.andiron.storage.query.Sql;

/** Makes of search criteria the statement that the same search would run. */
final class CriteriaStatements implements SelectedResources {

  private final FhirContext fhirContext;
  private final MatchUrlService matchUrls;
  private final IndexSearch search;

  CriteriaStatements(FhirContext fhirContext, MatchUrlService matchUrls, IndexSearch search) {
    this.fhirContext = fhirContext;
    this.matchUrls = matchUrls;
    this.search = search;
  }

  @Override
  public Statement select(String resourceType, String criteria) {
    Sql sql =
        search.statement(
            resourceType,
            matchUrls.translateMatchUrl(
                resourceType + '?' + criteria, fhirContext.getResourceDefinition(resourceType)));
    return new Statement(sql.text(), sql.values());
  }
}
