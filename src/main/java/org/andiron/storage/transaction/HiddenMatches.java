package org.andiron.storage.transaction;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.search.CriteriaLookup;
import org.andiron.storage.search.CriteriaLookup.Match;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Refuses conditional creates, updates and patches whose criteria are met by a resource that does
 * not exist for the caller by its rights: it would be stored a second time. What patients withhold
 * is not there for them at all, because a refusal would tell of it.
 */
class HiddenMatches {

  /** Whoever knows an identifier in full may be told that something has it. */
  private static final Pattern BY_IDENTIFIER = Pattern.compile("[A-Za-z]+\\?identifier=[^&,]+");

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
            && interaction != RestOperationTypeEnum.UPDATE
            && interaction != RestOperationTypeEnum.PATCH) {
      return;
    }
    String url = request.getConditionalUrl(interaction);
    if (url != null && !url.isBlank()) {
      String criteria = url.substring(url.indexOf('?') + 1);
      requireNone(List.of(request.getResourceName() + '?' + criteria), request);
    }
  }

  /** Looks at the criteria of the entries of a transaction, in that. */
  void requireNoneOf(List<BundleEntryComponent> entries, RequestDetails request) {
    Set<String> urls = new LinkedHashSet<>();
    for (BundleEntryComponent entry : entries) {
      HTTPVerb method = entry.getRequest().getMethod();
      String ifNoneExist = entry.getRequest().getIfNoneExist();
      String url = entry.getRequest().getUrl();
      if (method == HTTPVerb.POST && ifNoneExist != null && entry.getResource() != null) {
        String criteria = ifNoneExist.substring(ifNoneExist.indexOf('?') + 1);
        urls.add(entry.getResource().fhirType() + '?' + criteria);
      } else if ((method == HTTPVerb.PUT || method == HTTPVerb.PATCH)
          && url != null
          && url.contains("?")) {
        urls.add(url.substring(url.lastIndexOf('/', url.indexOf('?')) + 1));
      }
    }
    requireNone(urls, request);
  }

  /**
   * Looks at criteria in the transaction of the caller.
   *
   * @param urls criteria as {@code Type?parameters}
   */
  void requireNone(Collection<String> urls, RequestDetails request) {
    RestrictedAccess restricted = access.getObject();
    if (urls.isEmpty() || !restricted.seesLessByRights()) {
      return;
    }
    // Any other answer would tell what is in records that the caller does not see.
    if (!urls.stream().allMatch(url -> BY_IDENTIFIER.matcher(url).matches())) {
      throw refusal();
    }
    Map<String, List<Match>> visible =
        restricted.asSeen(() -> lookup.getObject().find(urls, request));
    List<String> unmet =
        visible.entrySet().stream()
            .filter(it -> it.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    Map<String, List<Match>> all =
        restricted.beyondRights(() -> lookup.getObject().find(unmet, request));
    if (all.values().stream().anyMatch(it -> !it.isEmpty())) {
      throw refusal();
    }
  }

  private static ForbiddenOperationException refusal() {
    return new ForbiddenOperationException(
        "The criteria of a conditional create, update or patch cannot be used by this caller, who"
            + " may use identifier=system|value of what the caller sees or what is nowhere; nothing"
            + " was stored. Choose others, or store without criteria.");
  }
}
