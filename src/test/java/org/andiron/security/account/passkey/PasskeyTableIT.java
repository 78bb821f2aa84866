package org.andiron.security.account.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.security.AccountEvent;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountsFixture;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;

class PasskeyTableIT extends AndironIT {

  private static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");

  @Autowired private DataSource dataSource;

  private AccountsFixture fixture;
  private PasskeyTable table;
  private Account account;

  @BeforeEach
  void setUp() {
    fixture = new AccountsFixture(dataSource);
    table = new PasskeyTable(fixture.jdbc);
    account = fixture.account("nurse");
  }

  private static CredentialRecord passkey(Account owner, Bytes id, long count) {
    return ImmutableCredentialRecord.builder()
        .credentialId(id)
        .userEntityUserId(UserHandle.of(owner.id()))
        .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
        .publicKey(new ImmutablePublicKeyCose(new byte[] {1, 2, 3}))
        .signatureCount(count)
        .uvInitialized(true)
        .backupEligible(true)
        .backupState(false)
        .transports(Set.of(AuthenticatorTransport.INTERNAL, AuthenticatorTransport.USB))
        .attestationObject(new Bytes(new byte[] {4}))
        .label("phone")
        .created(TIME)
        .lastUsed(TIME)
        .build();
  }

  @Test
  void aPasskeyIsKeptUsedAndRemoved() {
    Bytes id = Bytes.random();
    table.save(passkey(account, id, 0));
    table.save(passkey(account, id, 7));

    CredentialRecord kept = table.findByCredentialId(id);
    assertThat(kept).isNotNull();
    assertThat(kept.getSignatureCount()).isEqualTo(7);
    assertThat(kept.getPublicKey().getBytes()).containsExactly(1, 2, 3);
    assertThat(kept.getTransports())
        .containsExactlyInAnyOrder(AuthenticatorTransport.INTERNAL, AuthenticatorTransport.USB);
    assertThat(kept.getAttestationClientDataJSON()).isNull();
    assertThat(kept.getCreated()).isEqualTo(TIME);
    assertThat(table.findByUserId(UserHandle.of(account.id()))).hasSize(1);

    Passkeys passkeys = new Passkeys(table, fixture.events::add);
    Account other = fixture.account();
    assertThat(passkeys.remove(other, id.toBase64UrlString(), "x")).as("another's").isFalse();
    assertThat(passkeys.remove(account, id.toBase64UrlString(), account.username())).isTrue();
    assertThat(table.findByCredentialId(id)).isNull();
    assertThat(fixture.events)
        .containsExactly(
            new AccountEvent.FactorRemoved(
                account.username(), AccountEvent.Factor.PASSKEY, account.username()));
  }

  @Test
  void aPasskeyNeverMovesToAnotherAccount() {
    Bytes id = Bytes.random();
    table.save(passkey(account, id, 5));
    table.save(passkey(fixture.account(), id, 9));
    CredentialRecord kept = table.findByCredentialId(id);
    assertThat(kept.getUserEntityUserId()).isEqualTo(UserHandle.of(account.id()));
    assertThat(kept.getSignatureCount()).isEqualTo(5);
  }

  @Test
  void theUserOfAPasskeyIsTheAccountWhileItMayBeUsed() {
    PasskeyUsers users = new PasskeyUsers(fixture.accounts);
    PublicKeyCredentialUserEntity user = users.findByUsername(account.username());
    assertThat(user.getName()).isEqualTo(account.username());
    assertThat(users.findById(user.getId()).getName()).isEqualTo(account.username());
    assertThat(users.findById(UserHandle.of(UUID.randomUUID()))).isNull();
    assertThat(users.findById(new Bytes(new byte[] {1}))).isNull();
    fixture.accounts.change(account.id(), it -> it.withActive(false), "test");
    assertThat(users.findByUsername(account.username())).isNull();
  }
}
