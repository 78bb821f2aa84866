package org.andiron.security.access;

import ca.uhn.fhir.util.HapiExtensions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.security.scope.SmartScope;
import org.hl7.fhir.r4.model.Subscription;

/** Of what a Subscription tells its subscriber. */
final class SubscribedType {

  /** A type and parameters that look at nothing but the resource itself. */
  private static final Pattern CRITERIA =
      Pattern.compile(
          "([A-Z][A-Za-z]+)(?:\\?(?!.*(?:_has|_filter|_list|_query|%))(?:[^=&.]*=[^&]*&?)*)?");

  private SubscribedType() {}

  /** A right to each resource of the type; of every type, if it cannot be told which it is. */
  static Need needOf(Subscription subscription) {
    String criteria = subscription.getCriteria() == null ? "" : subscription.getCriteria();
    Matcher matcher = CRITERIA.matcher(criteria);
    boolean told =
        matcher.matches()
            && ResourceTypes.ALL.contains(matcher.group(1))
            && !subscription.hasExtension(HapiExtensions.EXT_SUBSCRIPTION_PAYLOAD_SEARCH_CRITERIA);
    return Need.ofAll(
        told ? matcher.group(1) : SmartScope.ALL_TYPES, Permission.READ, Permission.SEARCH);
  }
}
