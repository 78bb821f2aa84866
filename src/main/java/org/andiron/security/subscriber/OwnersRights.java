package org.andiron.security.subscriber;

import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.KnownUser;
import org.andiron.security.UserDirectory;
import org.andiron.security.access.ToldVisibility;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.scope.SmartScopes;
import org.andiron.server.NotificationGate;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibleResources;

/**
 * Lets a Subscription tell what exists for its owner: by the scopes of the token with which it was
 * stored, as far as the registration of the app and the roles of the user allow them now.
 */
final class OwnersRights implements NotificationGate {

  private static final Verdict NO_OWNER =
      new Verdict.End(
          "It has no owner: it was stored when the server asked nobody to sign in. Store it again"
              + " with a token.");

  private static final Verdict NO_CLIENT =
      new Verdict.End("The app with which its owner stored it is not registered any more.");

  private static final Verdict NO_ACCOUNT =
      new Verdict.End("The account of its owner cannot be used any more.");

  private static final Verdict NO_RIGHT =
      new Verdict.End(
          "Its owner has no right any more to what it tells of. Store it again with a token that"
              + " has.");

  private final SubscriptionOwners owners;
  private final RegisteredClients clients;
  private final UserDirectory users;
  private final ToldVisibility told;
  private final VisibleResources resources;

  OwnersRights(
      SubscriptionOwners owners,
      RegisteredClients clients,
      UserDirectory users,
      ToldVisibility told,
      VisibleResources resources) {
    this.owners = owners;
    this.clients = clients;
    this.users = users;
    this.told = told;
    this.resources = resources;
  }

  @Override
  public Verdict decide(Notification notification) {
    Optional<SubscriptionOwner> owner = owners.find(notification.subscription());
    if (owner.isEmpty()) {
      return NO_OWNER;
    }
    Optional<ClientRegistration> client = clients.find(owner.get().client());
    if (client.isEmpty()) {
      return NO_CLIENT;
    }
    Optional<Caller> caller = caller(owner.get(), client.get());
    if (caller.isEmpty()) {
      return NO_ACCOUNT;
    }
    Optional<Visibility> visibility =
        told.of(caller.get(), notification.criteria(), notification.gathers());
    if (visibility.isEmpty()) {
      return NO_RIGHT;
    }
    return isVisible(visibility.get(), notification.resource())
        ? new Verdict.Deliver()
        : new Verdict.Withhold();
  }

  private Optional<Caller> caller(SubscriptionOwner owner, ClientRegistration client) {
    SmartScopes scopes = SmartScopes.of(owner.scopes()).within(client.scopes());
    if (owner.subject().equals(owner.client())) {
      return Optional.of(
          caller(
              owner,
              new KnownUser(owner.client(), client.name(), Optional.empty(), Set.of()),
              scopes));
    }
    return users.find(owner.subject()).map(user -> caller(owner, user, scopes));
  }

  private static Caller caller(SubscriptionOwner owner, KnownUser user, SmartScopes scopes) {
    return new Caller(
        owner.subject(),
        owner.client(),
        user.displayName(),
        user.fhirUser(),
        user.roles(),
        scopes,
        owner.patient(),
        "",
        false);
  }

  private boolean isVisible(Visibility visibility, Optional<Subject> resource) {
    return visibility.unrestricted()
        || resource
            .filter(it -> resources.exists(visibility, it.resourceType(), it.id(), it.version()))
            .isPresent();
  }
}
