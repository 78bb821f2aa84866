package org.andiron.storage.transaction;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.jspecify.annotations.Nullable;

/**
 * What a conditional write searches for, in one spelling: the resource type and the parameters in
 * order, whatever their order and escapes were, and whether they came in a URL or in If-None-Exist.
 * Searches that merely happen to find the same resource stay different.
 *
 * @param text the type and the parameters
 * @see <a href="https://hl7.org/fhir/R4/http.html#cond-update">Conditional update</a>
 */
record ConditionalCriteria(String text) {

  /** Parameters that say how to answer, not what to look for. */
  private static final Set<String> OF_THE_ANSWER =
      Set.of("_format", "_pretty", "_summary", "_elements");

  /** The criteria of a request of its own; empty unless it is a conditional write. */
  static Optional<ConditionalCriteria> ofRequest(@Nullable RequestDetails request) {
    RestOperationTypeEnum interaction = request == null ? null : request.getRestOperationType();
    if (request == null || interaction == null || request.getResourceName() == null) {
      return Optional.empty();
    }
    return switch (interaction) {
      case CREATE, UPDATE, PATCH, DELETE ->
          of(request.getResourceName(), request.getConditionalUrl(interaction));
      default -> Optional.empty();
    };
  }

  /** The criteria of an entry of a transaction; empty unless it is a conditional write. */
  static Optional<ConditionalCriteria> ofEntry(BundleEntryComponent entry) {
    BundleEntryRequestComponent request = entry.getRequest();
    if (request.getMethod() == null) {
      return Optional.empty();
    }
    return switch (request.getMethod()) {
      case POST ->
          entry.getResource() == null
              ? Optional.empty()
              : of(entry.getResource().fhirType(), request.getIfNoneExist());
      case PUT, PATCH, DELETE -> ofUrl(request.getUrl());
      default -> Optional.empty();
    };
  }

  private static Optional<ConditionalCriteria> ofUrl(@Nullable String url) {
    int question = url == null ? -1 : url.indexOf('?');
    if (url == null || question < 0) {
      return Optional.empty();
    }
    String path = url.substring(0, question);
    return of(path.substring(path.lastIndexOf('/') + 1), url);
  }

  /**
   * Criteria for resources of a type.
   *
   * @param search a query with or without what stands before its question mark
   */
  static Optional<ConditionalCriteria> of(String type, @Nullable String search) {
    if (search == null || search.isBlank()) {
      return Optional.empty();
    }
    List<String> parameters = new ArrayList<>();
    new TreeMap<>(UrlUtil.parseQueryString(search.substring(search.indexOf('?') + 1)))
        .forEach(
            (name, values) -> {
              if (!OF_THE_ANSWER.contains(name)) {
                Arrays.stream(values)
                    .sorted()
                    .forEach(value -> parameters.add(name + '=' + value.strip()));
              }
            });
    return Optional.of(new ConditionalCriteria(type + '?' + String.join("&", parameters)));
  }
}
