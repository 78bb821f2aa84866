package org.andiron.visibility;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import org.andiron.server.RequestPipeline;

/**
 * Refuses {@code $meta} of a type or of the system to whom not everything exists: HAPI reads the
 * tags and labels of whatever there is, in a transaction of which nobody is told.
 */
public final class TagInventoryInterceptor {

  private final RestrictedTransactions transactions;

  TagInventoryInterceptor(RestrictedTransactions transactions) {
    this.transactions = transactions;
  }

  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = RequestPipeline.VISIBILITY)
  public void beforeInventory(RequestDetails request) {
    boolean ofOne = request.getId() != null && request.getId().hasIdPart();
    if ("$meta".equals(request.getOperation()) && !ofOne && transactions.isLess(request)) {
      throw new ForbiddenOperationException(
          "$meta of a type or of the system is for callers for whom everything exists. Ask for that"
              + " of a resource.");
    }
  }
}
