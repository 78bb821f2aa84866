package org.andiron.security.access;

import ca.uhn.fhir.util.HapiExtensions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.security.scope.SmartScope;
import org.hl7.fhir.r4.model.Subscription;

/**
 * Of what a Subscription tells its owner.
 *
 * @param type if it looks at nothing but resources of one type, one by one
 */
record Subscribed(Optional<String> type) {

  /** A type and parameters that look at nothing but the resource itself. */
  private static final Pattern CRITERIA =
      Pattern.compile(
          "([A-Z][A-Za-z]+)(?:\\?(?!.*(?:_has|_filter|_list|_query|%))(?:[^=&.]*=[^&]*&?)*)?");

  static Subscribed of(Subscription subscription) {
    return of(
        subscription.getCriteria() == null ? "" : subscription.getCriteria(),
        subscription.hasExtension(HapiExtensions.EXT_SUBSCRIPTION_PAYLOAD_SEARCH_CRITERIA));
  }

  /**
   * @param gathers whether it sends what another search finds
   */
  static Subscribed of(String criteria, boolean gathers) {
    Matcher matcher = CRITERIA.matcher(criteria);
    boolean told = matcher.matches() && ResourceTypes.ALL.contains(matcher.group(1)) && !gathers;
    return new Subscribed(told ? Optional.of(matcher.group(1)) : Optional.empty());
  }

  /** A right to resources of the type; to each of every type, if it cannot be told which it is. */
  WantedAccess wanted() {
    return type.map(
            it ->
                WantedAccess.of(
                    List.of(Need.of(it, Permission.READ), Need.of(it, Permission.SEARCH)),
                    Sight.of(
                        Map.of(it, Set.of(Permission.READ, Permission.SEARCH)), Set.of(), true)))
        .orElseGet(
            () ->
                WantedAccess.of(
                    List.of(Need.ofAll(SmartScope.ALL_TYPES, Permission.READ, Permission.SEARCH)),
                    Sight.UNRESTRICTED));
  }
}
