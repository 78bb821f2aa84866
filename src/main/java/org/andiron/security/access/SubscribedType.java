package org.andiron.security.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.security.scope.SmartScope;
import org.hl7.fhir.r4.model.Subscription;

/** Of what a Subscription tells its subscriber. */
final class SubscribedType {

  private static final Pattern CRITERIA = Pattern.compile("([A-Z][A-Za-z]+)(?:\\?.*)?");

  private SubscribedType() {}

  /** A right to each resource of the type; of every type, if it cannot be told which it is. */
  static Need needOf(Subscription subscription) {
    String criteria = subscription.getCriteria() == null ? "" : subscription.getCriteria();
    Matcher matcher = CRITERIA.matcher(criteria);
    boolean told = matcher.matches() && ResourceTypes.ALL.contains(matcher.group(1));
    return Need.ofAll(
        told ? matcher.group(1) : SmartScope.ALL_TYPES, Permission.READ, Permission.SEARCH);
  }
}
