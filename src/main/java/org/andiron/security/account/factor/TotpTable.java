package org.andiron.security.account.factor;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;

/** Secrets shared with authenticator apps, sealed. */
final class TotpTable {

  private final JdbcOperations jdbc;
  private final SecretBox box;

  TotpTable(JdbcOperations jdbc, SecretBox box) {
    this.jdbc = jdbc;
    this.box = box;
  }

  /** Keeps a new secret, in place of one that was not confirmed; false if one was confirmed. */
  boolean begin(UUID account, byte[] secret) {
    return jdbc.update(
            "insert into andiron.account_totp (account_id, secret) values (?, ?) on conflict"
                + " (account_id) do update set secret = excluded.secret, created_at = now() where"
                + " account_totp.confirmed_at is null",
            account,
            box.seal(name(account), secret))
        == 1;
  }

  /** Confirms the secret, if it was not before; its code of that step is used up. */
  boolean confirm(UUID account, long step) {
    return jdbc.update(
            "update andiron.account_totp set confirmed_at = now(), last_step = ?"
                + " where account_id = ? and confirmed_at is null",
            step,
            account)
        == 1;
  }

  /** Uses up the code of a step, and all earlier ones; false if it was used before. */
  boolean use(UUID account, long step) {
    return jdbc.update(
            "update andiron.account_totp set last_step = ? where account_id = ? and last_step < ?",
            step,
            account,
            step)
        == 1;
  }

  Optional<byte[]> pendingSecret(UUID account) {
    return secret(account, "confirmed_at is null");
  }

  Optional<byte[]> confirmedSecret(UUID account) {
    return secret(account, "confirmed_at is not null");
  }

  void remove(UUID account) {
    jdbc.update("delete from andiron.account_totp where account_id = ?", account);
  }

  private Optional<byte[]> secret(UUID account, String condition) {
    return jdbc
        .queryForList(
            "select secret from andiron.account_totp where account_id = ? and " + condition,
            byte[].class,
            account)
        .stream()
        .findFirst()
        .map(kept -> box.open(name(account), kept));
  }

  private static String name(UUID account) {
    return "totp:" + account;
  }
}
