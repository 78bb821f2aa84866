package org.andiron.security.account.throttle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** Failed attempts in the database, so that all nodes count together. */
final class AttemptTable {

  private final JdbcOperations jdbc;
  private final TransactionOperations transactions;
  private final Duration forgetAfter;

  AttemptTable(JdbcOperations jdbc, TransactionOperations transactions, Duration forgetAfter) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.forgetAfter = forgetAfter;
  }

  /**
   * An attempt that may be made now or has to wait.
   *
   * @param failures failures in a row, if this one becomes one
   * @param waitUntil from when on it may be made; empty: now
   */
  record Attempt(int failures, Optional<Instant> waitUntil) {}

  /**
   * Asks for an attempt. It counts as failed from now on, until it is known to be right: so many
   * attempts at the same moment are not more than as many one after the other.
   */
  Attempt take(String subject, Throttle throttle, Instant now) {
    byte[] key = hash(subject);
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              jdbc.update(
                  "insert into andiron.sign_in_attempt (subject_hash, failures, last_failure)"
                      + " values (?, 0, ?) on conflict do nothing",
                  key,
                  Timestamp.from(now));
              Attempt before = lock(key, now);
              if (before.waitUntil().isPresent()) {
                return before;
              }
              int failures = before.failures() + 1;
              Duration delay = throttle.delayAfter(failures);
              jdbc.update(
                  "update andiron.sign_in_attempt set failures = ?, last_failure = ?, blocked_until"
                      + " = ? where subject_hash = ?",
                  failures,
                  Timestamp.from(now),
                  delay.isZero() ? null : Timestamp.from(now.plus(delay)),
                  key);
              return new Attempt(failures, Optional.empty());
            }));
  }

  private Attempt lock(byte[] key, Instant now) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            "select failures, last_failure, blocked_until from andiron.sign_in_attempt"
                + " where subject_hash = ? for update",
            (row, number) -> {
              boolean forgotten =
                  row.getTimestamp("last_failure").toInstant().plus(forgetAfter).isBefore(now);
              Optional<Instant> blocked =
                  Optional.ofNullable(row.getTimestamp("blocked_until"))
                      .map(Timestamp::toInstant)
                      .filter(now::isBefore);
              return new Attempt(forgotten ? 0 : row.getInt("failures"), blocked);
            },
            key));
  }

  /** Forgets all failures. */
  void clear(String subject) {
    jdbc.update("delete from andiron.sign_in_attempt where subject_hash = ?", hash(subject));
  }

  /** Takes back the failure that a right attempt was counted as. */
  void giveBack(String subject) {
    jdbc.update(
        "update andiron.sign_in_attempt set failures = greatest(failures - 1, 0), blocked_until ="
            + " null where subject_hash = ?",
        hash(subject));
  }

  /** From when on the subject may try again; empty: now. */
  Optional<Instant> blockedUntil(String subject, Instant now) {
    return jdbc
        .query(
            "select blocked_until from andiron.sign_in_attempt"
                + " where subject_hash = ? and blocked_until > ?",
            (row, number) -> row.getTimestamp(1).toInstant(),
            hash(subject),
            Timestamp.from(now))
        .stream()
        .findFirst();
  }

  /** Removes what counts no longer. */
  void purge(Instant now) {
    jdbc.update(
        "delete from andiron.sign_in_attempt where last_failure < ?",
        Timestamp.from(now.minus(forgetAfter)));
  }

  private static byte[] hash(String subject) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
