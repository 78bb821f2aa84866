package org.andiron.security.account.passkey;

import org.andiron.security.account.AccountsFixture;

/** Passkeys on a database. */
public final class PasskeysFixture {

  private PasskeysFixture() {}

  public static Passkeys on(AccountsFixture fixture) {
    return new Passkeys(new PasskeyTable(fixture.jdbc), fixture.events::add);
  }
}
