package org.andiron.visibility;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import org.jspecify.annotations.Nullable;

/** Where a request keeps what exists for it. */
public final class VisibilityOfRequest {

  private static final String KEY = VisibilityOfRequest.class.getName();

  private VisibilityOfRequest() {}

  /** An entry shares the user data of its batch or transaction. */
  private record Entry(RequestDetails request) {}

  /**
   * Decides what exists for a request from now on, and for the entries it is made of; or for one
   * entry of a batch or transaction.
   */
  public static void set(RequestDetails request, Visibility visibility) {
    request.getUserData().put(key(request), visibility);
  }

  /**
   * What exists for a request. An entry of a batch or transaction for which nothing was decided has
   * what its batch or transaction has. For what the server does by itself, everything exists.
   */
  public static Visibility of(@Nullable RequestDetails request) {
    if (request == null) {
      return Visibility.ALL;
    }
    Object own = request.getUserData().get(key(request));
    Object decided = own != null ? own : request.getUserData().get(KEY);
    return decided instanceof Visibility visibility ? visibility : Visibility.ALL;
  }

  private static Object key(RequestDetails request) {
    return request instanceof ServletSubRequestDetails ? new Entry(request) : KEY;
  }
}
