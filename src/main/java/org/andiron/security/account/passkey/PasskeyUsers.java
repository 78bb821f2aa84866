package org.andiron.security.account.passkey;

import java.util.Optional;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;

/** The people who may have passkeys: those with an account that may be used. */
final class PasskeyUsers implements PublicKeyCredentialUserEntityRepository {

  private final Accounts accounts;

  PasskeyUsers(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public @Nullable PublicKeyCredentialUserEntity findById(Bytes handle) {
    return entity(UserHandle.account(handle).flatMap(accounts::byId));
  }

  @Override
  public @Nullable PublicKeyCredentialUserEntity findByUsername(String username) {
    return entity(accounts.byUsername(username));
  }

  /** An account is not made by a passkey: whoever has none is to sign in with one. */
  @Override
  public void save(PublicKeyCredentialUserEntity user) {
    throw new AccessDeniedException("There is no account of that name, or it may not be used.");
  }

  @Override
  public void delete(Bytes handle) {
    throw new UnsupportedOperationException("accounts are ended elsewhere");
  }

  private static @Nullable PublicKeyCredentialUserEntity entity(Optional<Account> found) {
    return found
        .filter(Account::active)
        .map(
            account ->
                ImmutablePublicKeyCredentialUserEntity.builder()
                    .id(UserHandle.of(account.id()))
                    .name(account.username())
                    .displayName(account.displayName())
                    .build())
        .orElse(null);
  }
}
