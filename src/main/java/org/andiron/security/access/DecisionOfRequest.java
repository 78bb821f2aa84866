package org.andiron.security.access;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.access.AccessDecision.Allowed;

/** Where a request keeps that it was allowed. An entry of a Bundle has its own, or its Bundle's. */
final class DecisionOfRequest {

  private static final String KEY = DecisionOfRequest.class.getName();

  private DecisionOfRequest() {}

  /** An entry shares the user data of its Bundle. */
  private record Entry(RequestDetails request) {}

  static void set(RequestDetails request, Allowed decision) {
    request.getUserData().put(key(request), decision);
  }

  /** Lets a request, and its Bundle, look at resources of more types: what it may refer to. */
  static void show(RequestDetails request, Set<String> types) {
    for (Object key : List.of(KEY, key(request))) {
      if (request.getUserData().get(key) instanceof Allowed decision) {
        Set<String> shown = new TreeSet<>(decision.shown());
        shown.addAll(types);
        request.getUserData().put(key, new Allowed(decision.visibility(), shown));
      }
    }
  }

  static Optional<Allowed> of(RequestDetails request) {
    Map<Object, Object> data = request.getUserData();
    Object own = data.get(key(request));
    return (own == null ? data.get(KEY) : own) instanceof Allowed decision
        ? Optional.of(decision)
        : Optional.empty();
  }

  private static Object key(RequestDetails request) {
    return request.isSubRequest() ? new Entry(request) : KEY;
  }
}
