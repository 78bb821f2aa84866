package org.andiron.security.account.factor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Recovery codes, as hashes. A fast hash will do: a code has 80 random bits, which nobody guesses.
 */
final class RecoveryCodeTable {

  private final JdbcOperations jdbc;

  RecoveryCodeTable(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  void replace(UUID account, List<String> codes) {
    jdbc.update("delete from andiron.account_recovery_code where account_id = ?", account);
    for (String code : codes) {
      jdbc.update(
          "insert into andiron.account_recovery_code (account_id, code_hash) values (?, ?)",
          account,
          hash(code));
    }
  }

  boolean use(UUID account, String code) {
    return jdbc.update(
            "update andiron.account_recovery_code set used_at = now()"
                + " where account_id = ? and code_hash = ? and used_at is null",
            account,
            hash(code))
        == 1;
  }

  int left(UUID account) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            "select count(*) from andiron.account_recovery_code where account_id = ? and used_at is"
                + " null",
            Integer.class,
            account));
  }

  private static byte[] hash(String code) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(Base32.normalize(code).getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
