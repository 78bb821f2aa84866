package org.andiron.server.bulk;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;

/**
 * Refuses an export whose {@code _typeFilter} is not a search, which HAPI would notice only when
 * the job runs.
 *
 * <p>See <a
 * href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters">_typeFilter</a> of Bulk
 * Data Access.
 */
@Interceptor
public final class ExportFiltersInterceptor {

  private final FhirContext context;
  private final MatchUrlService searches;

  ExportFiltersInterceptor(FhirContext context, MatchUrlService searches) {
    this.context = context;
    this.searches = searches;
  }

  /** Reads each filter as the job will. */
  @Hook(Pointcut.STORAGE_INITIATE_BULK_EXPORT)
  public void check(BulkExportJobParameters job) {
    for (String filter : job.getFilters()) {
      int question = filter.indexOf('?');
      String type = question < 0 ? "" : filter.substring(0, question);
      if (!context.getResourceTypes().contains(type)) {
        throw new InvalidRequestException(
            "_typeFilter must be a resource type, a question mark and search parameters");
      }
      searches.translateMatchUrl(filter, context.getResourceDefinition(type));
    }
  }
}
