package org.andiron.security.issuer;

import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.operator.OperatorKey;
import org.andiron.security.scope.SmartScopes;
import org.andiron.security.subscriber.OwnerLookup;

/**
 * Owners of Subscriptions among clients that may act for themselves. Of users, only their tokens
 * tell what they may do, and none is there when a notification is made.
 */
final class ExternalOwners implements OwnerLookup {

  private static final Found USER =
      new Found.Nobody(
          "Its owner is a user of another issuer, whose rights cannot be looked up when a"
              + " notification is made. A client that acts for itself can store it.");

  private static final Found NO_CLIENT =
      new Found.Nobody("The client that stored it is not one that may act for itself any more.");

  private final Optional<String> issuer;
  private final Set<String> clients;

  ExternalOwners(String issuer, ExternalProperties settings) {
    this.issuer = Optional.of(issuer);
    clients = Set.copyOf(settings.clients());
  }

  @Override
  public Found find(
      Optional<String> issuer,
      String subject,
      String client,
      SmartScopes scopes,
      Optional<String> patient) {
    boolean operator = issuer.isEmpty() && client.equals(OperatorKey.CLIENT_ID);
    if (!operator && !issuer.equals(this.issuer)) {
      return Found.ELSEWHERE;
    }
    if (!subject.equals(client)) {
      return USER;
    }
    return operator || clients.contains(client)
        ? new Found.Owner(
            new Caller(
                client,
                client,
                client,
                Optional.empty(),
                Set.of(),
                scopes,
                Optional.empty(),
                "",
                false,
                issuer,
                Set.of(),
                Optional.empty(),
                false))
        : NO_CLIENT;
  }
}
