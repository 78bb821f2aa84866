package org.andiron.security.subscriber;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;

/** The owners of Subscriptions, by logical id. */
final class SubscriptionOwners {

  private final JdbcOperations jdbc;

  SubscriptionOwners(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Whose a Subscription is; nobody's if it was stored when nobody signed in. */
  Optional<SubscriptionOwner> find(String subscription) {
    return jdbc
        .query(
            "select party, subject, client, scopes, patient, issuer from"
                + " andiron.subscription_owner where subscription = ?",
            (row, number) ->
                new SubscriptionOwner(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    Optional.ofNullable(row.getString(5)),
                    Optional.ofNullable(row.getString(6))),
            subscription)
        .stream()
        .findFirst();
  }

  /** From now on it is theirs. In the transaction that stores it. */
  void put(String subscription, SubscriptionOwner owner) {
    jdbc.update(
        """
        insert into andiron.subscription_owner
          (subscription, party, subject, client, scopes, patient, issuer)
          values (?, ?, ?, ?, ?, ?, ?)
        on conflict (subscription) do update set party = excluded.party,
          subject = excluded.subject, client = excluded.client, scopes = excluded.scopes,
          patient = excluded.patient, issuer = excluded.issuer, changed = now()
        """,
        subscription,
        owner.party(),
        owner.subject(),
        owner.client(),
        owner.scopes(),
        owner.patient().orElse(null),
        owner.issuer().orElse(null));
  }
}
