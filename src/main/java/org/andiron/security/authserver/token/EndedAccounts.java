package org.andiron.security.authserver.token;

import org.andiron.security.AccountEvent;
import org.springframework.context.event.EventListener;

/**
 * Revokes what an account has granted when nobody may use it any more, when its roles are others,
 * and when its password may have been in other hands.
 */
final class EndedAccounts {

  private final AuthorizationStore authorizations;

  EndedAccounts(AuthorizationStore authorizations) {
    this.authorizations = authorizations;
  }

  @EventListener({
    AccountEvent.Changed.class,
    AccountEvent.Deactivated.class,
    AccountEvent.Deleted.class,
    AccountEvent.PasswordChanged.class
  })
  void revoke(AccountEvent event) {
    authorizations.revokeOfSubject(event.username());
  }
}
