package org.andiron.audit.event;

import java.util.Optional;

/**
 * What events belong together by.
 *
 * @param requestId of the request, {@code X-Request-Id}
 * @param transactionId of the batch or transaction of which it is an entry
 * @param searchId of the search of which it is a page
 */
public record RequestTrace(
    String requestId, Optional<String> transactionId, Optional<String> searchId) {

  public RequestTrace {
    requestId = DisplayText.required(requestId, "the id of a request");
    transactionId = transactionId.map(it -> DisplayText.required(it, "the id of a transaction"));
    searchId = searchId.map(it -> DisplayText.required(it, "the id of a search"));
  }

  /** A request by itself. */
  public static RequestTrace request(String id) {
    return new RequestTrace(id, Optional.empty(), Optional.empty());
  }
}
