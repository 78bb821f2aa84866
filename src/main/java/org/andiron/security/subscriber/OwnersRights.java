package org.andiron.security.subscriber;

import java.util.Optional;
import org.andiron.security.Caller;
import org.andiron.security.Readers;
import org.andiron.security.access.ToldVisibility;
import org.andiron.security.scope.SmartScopes;
import org.andiron.security.subscriber.OwnerLookup.Found;
import org.andiron.server.NotificationGate;
import org.andiron.visibility.Reader;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibleResources;
import org.andiron.visibility.Withholding;

/**
 * Lets a Subscription tell what exists for its owner: by the scopes of the token with which it was
 * stored, as far as the registration of the app and the roles of the user allow them now.
 */
final class OwnersRights implements NotificationGate {

  private static final Verdict NO_OWNER =
      new Verdict.End(
          "It has no owner: it was stored when the server asked nobody to sign in. Store it again"
              + " with a token.");

  private static final Verdict NO_RIGHT =
      new Verdict.End(
          "Its owner has no right any more to what it tells of. Store it again with a token that"
              + " has.");

  private final SubscriptionOwners owners;
  private final OwnerLookup lookup;
  private final ToldVisibility told;
  private final VisibleResources resources;
  private final Readers readers;
  private final Withholding withholding;

  OwnersRights(
      SubscriptionOwners owners,
      OwnerLookup lookup,
      ToldVisibility told,
      VisibleResources resources,
      Readers readers,
      Withholding withholding) {
    this.owners = owners;
    this.lookup = lookup;
    this.told = told;
    this.resources = resources;
    this.readers = readers;
    this.withholding = withholding;
  }

  @Override
  public Verdict decide(Notification notification) {
    Optional<SubscriptionOwner> owner = owners.find(notification.subscription());
    if (owner.isEmpty()) {
      return NO_OWNER;
    }
    Found found = find(owner.get());
    if (found instanceof Found.Nobody nobody) {
      return new Verdict.End(nobody.reason());
    }
    Caller caller = ((Found.Owner) found).caller();
    Optional<Visibility> visibility =
        told.of(caller, notification.criteria(), notification.gathers());
    if (visibility.isEmpty()) {
      return NO_RIGHT;
    }
    Reader reader = readers.of(caller);
    return isVisible(visibility.get(), reader, notification.resource())
        ? new Verdict.Deliver(work -> VisibleResources.during(visibility.get(), reader, work))
        : new Verdict.Withhold();
  }

  private Found find(SubscriptionOwner owner) {
    return lookup.find(
        owner.issuer(),
        owner.subject(),
        owner.client(),
        SmartScopes.of(owner.scopes()),
        owner.patient());
  }

  /**
   * What is not named, such as all that a topic tells of at once, is visible to whom everything is:
   * it has a number, which would tell of what was left out.
   */
  private boolean isVisible(Visibility visibility, Reader reader, Optional<Subject> resource) {
    return resource.isEmpty()
        ? visibility.unrestricted() && withholding.from(reader).isNothing()
        : resources.exists(
            visibility,
            Optional.of(reader),
            resource.get().resourceType(),
            resource.get().id(),
            resource.get().version());
  }
}
