package org.andiron.security.account.passkey;

import java.util.List;
import java.util.Optional;
import org.andiron.security.AccountEvent;
import org.andiron.security.AccountEvent.Factor;
import org.andiron.security.account.Account;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;

/** The passkeys of an account, for the page where a person sees and removes them. */
public final class Passkeys {

  private final UserCredentialRepository table;
  private final ApplicationEventPublisher events;

  Passkeys(UserCredentialRepository table, ApplicationEventPublisher events) {
    this.table = table;
    this.events = events;
  }

  /** Those of the account, oldest first. */
  public List<CredentialRecord> of(Account account) {
    return table.findByUserId(UserHandle.of(account.id()));
  }

  /**
   * Removes one of the account's passkeys.
   *
   * @param credentialId its id in base64url
   * @param by who does it
   * @return whether there was one
   */
  public boolean remove(Account account, String credentialId, String by) {
    Optional<CredentialRecord> passkey =
        of(account).stream()
            .filter(it -> it.getCredentialId().toBase64UrlString().equals(credentialId))
            .findFirst();
    passkey.map(CredentialRecord::getCredentialId).ifPresent(table::delete);
    passkey.ifPresent(
        it ->
            events.publishEvent(
                new AccountEvent.FactorRemoved(account.username(), Factor.PASSKEY, by)));
    return passkey.isPresent();
  }

  /** Removes all of the account's passkeys. */
  public void removeAll(Account account, String by) {
    for (CredentialRecord passkey : of(account)) {

      remove(account, passkey.getCredentialId().toBase64UrlString(), by);
    }
  }
}
