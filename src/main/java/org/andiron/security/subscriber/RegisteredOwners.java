package org.andiron.security.subscriber;

import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.KnownUser;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.scope.SmartScopes;

/** Owners among the apps and accounts of this server. */
final class RegisteredOwners implements OwnerLookup {

  private static final Found NO_CLIENT =
      new Found.Nobody("The app with which its owner stored it is not registered any more.");

  private static final Found NO_ACCOUNT =
      new Found.Nobody("The account of its owner cannot be used any more.");

  private final RegisteredClients clients;
  private final UserDirectory users;

  RegisteredOwners(RegisteredClients clients, UserDirectory users) {
    this.clients = clients;
    this.users = users;
  }

  @Override
  public Found find(
      Optional<String> issuer,
      String subject,
      String client,
      SmartScopes scopes,
      Optional<String> patient) {
    if (issuer.isPresent()) {
      return Found.ELSEWHERE;
    }
    Optional<ClientRegistration> registration = clients.find(client);
    if (registration.isEmpty()) {
      return NO_CLIENT;
    }
    String name = registration.get().name();
    Optional<KnownUser> user =
        subject.equals(client)
            ? Optional.of(new KnownUser(client, name, Optional.empty(), Set.of()))
            : users.find(subject);
    SmartScopes left = scopes.within(registration.get().scopes());
    return user.<Found>map(
            it -> new Found.Owner(caller(it, subject, registration.get(), left, patient)))
        .orElse(NO_ACCOUNT);
  }

  private static Caller caller(
      KnownUser user,
      String subject,
      ClientRegistration client,
      SmartScopes scopes,
      Optional<String> patient) {
    return new Caller(
        subject,
        client.clientId(),
        user.displayName(),
        user.fhirUser(),
        user.roles(),
        scopes,
        patient,
        "",
        false,
        Optional.empty(),
        client.purposesOfUse(),
        client.device(),
        false);
  }
}
