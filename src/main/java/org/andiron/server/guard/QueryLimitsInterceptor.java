package org.andiron.server.guard;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.UrlUtil;
import java.util.HashMap;
import java.util.Map;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.r4.model.Bundle;

/**
 * Refuses queries that ask for too much, before HAPI reads them, and lowers a {@code _count} that
 * is too large, as <a href="https://hl7.org/fhir/R4/search.html#count">the search page</a> allows.
 * Entries of a batch are looked at too.
 */
@Interceptor
final class QueryLimitsInterceptor {

  private static final String COUNT = "_count";

  private final LimitsProperties limits;
  private final QueryLimits queryLimits;

  QueryLimitsInterceptor(LimitsProperties limits) {
    this.limits = limits;
    this.queryLimits = new QueryLimits(limits);
  }

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.LIMITS)
  public void checkRequest(RequestDetails details) {
    Map<String, String[]> parameters = details.getParameters();
    queryLimits.check(parameters);
    String[] count = parameters.get(COUNT);
    if (count != null && count.length > 0 && !count[0].isBlank()) {
      int asked = QueryLimits.parseCount(COUNT, count[0]);
      if (asked > limits.count()) {
        Map<String, String[]> lowered = new HashMap<>(parameters);
        lowered.put(COUNT, new String[] {Integer.toString(limits.count())});
        details.setParameters(lowered);
      }
    }
  }

  /**
   * Entries of a batch or transaction never pass the earlier hook. Each entry of a batch comes as a
   * transaction of its own, so that it fails alone.
   */
  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.LIMITS)
  public void checkEntries(IBaseBundle processed) {
    if (!(processed instanceof Bundle bundle) || bundle.getType() == Bundle.BundleType.BATCH) {
      return;
    }
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      String url = entry.getRequest().getUrl();
      int query = url == null ? -1 : url.indexOf('?');
      if (query >= 0 && entry.getRequest().getMethod() == Bundle.HTTPVerb.GET) {
        queryLimits.check(UrlUtil.parseQueryString(url.substring(query)));
      }
    }
  }
}
