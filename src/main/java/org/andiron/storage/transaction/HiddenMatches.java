package org.andiron.storage.transaction;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.search.CriteriaLookup;
import org.andiron.storage.search.CriteriaLookup.Match;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Refuses conditional creates and updates whose criteria are met by a resource that does not exist
 * for the caller: it would be stored a second time.
 */
class HiddenMatches {

  private final ObjectProvider<CriteriaLookup> lookup;
  private final ObjectProvider<RestrictedAccess> access;

  HiddenMatches(ObjectProvider<CriteriaLookup> lookup, ObjectProvider<RestrictedAccess> access) {
    this.lookup = lookup;
    this.access = access;
  }

  /** Looks at the criteria of a request of its own, in its transaction. */
  void requireNone(@Nullable RequestDetails request) {
    RestOperationTypeEnum interaction = request == null ? null : request.getRestOperationType();
    if (request == null
        || interaction != RestOperationTypeEnum.CREATE
            && interaction != RestOperationTypeEnum.UPDATE) {
      return;
    }
    String url = request.getConditionalUrl(interaction);
    if (url != null && !url.isBlank()) {
      String criteria = url.substring(url.indexOf('?') + 1);
      requireNone(List.of(request.getResourceName() + '?' + criteria), request);
    }
  }

  /**
   * Looks at criteria in the transaction of the caller.
   *
   * @param urls criteria as {@code Type?parameters}
   */
  void requireNone(Collection<String> urls, RequestDetails request) {
    RestrictedAccess restricted = access.getObject();
    if (urls.isEmpty() || !restricted.isRestricted()) {
      return;
    }
    Map<String, List<Match>> visible = lookup.getObject().find(urls, request);
    List<String> unmet =
        visible.entrySet().stream()
            .filter(it -> it.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    Map<String, List<Match>> all =
        restricted.unrestricted(() -> lookup.getObject().find(unmet, request));
    if (all.values().stream().anyMatch(it -> !it.isEmpty())) {
      throw new ForbiddenOperationException(
          "The criteria of a conditional create or update cannot be used by this caller; nothing was"
              + " stored. Choose others, or store without criteria.");
    }
  }
}
