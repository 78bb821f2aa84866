package org.andiron.security.account.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Slows down attempts to sign in, by account and by network address, on all nodes together. A name
 * that nobody has is treated like any other, so that nothing tells which accounts there are.
 *
 * @see <a href="https://pages.nist.gov/800-63-4/sp800-63b.html#throttle">Rate limiting, NIST SP
 *     800-63B</a>
 */
public final class SignInThrottle {

  private static final Duration PURGE_EVERY = Duration.ofMinutes(10);

  private final AttemptTable table;
  private final Throttle accounts;
  private final Throttle addresses;
  private final Clock clock;
  private final AtomicReference<Instant> nextPurge = new AtomicReference<>(Instant.MIN);

  public SignInThrottle(
      JdbcOperations jdbc,
      TransactionOperations transactions,
      SignInProperties settings,
      Clock clock) {
    this.table = new AttemptTable(jdbc, transactions, settings.forgetAfter());
    this.accounts = settings.account();
    this.addresses = settings.address();
    this.clock = clock;
  }

  /**
   * What became of an attempt.
   *
   * @param delay how long it has to wait; zero: it may be made, and counts as failed until {@link
   *     #succeeded}
   * @param locks whether the account is locked if this attempt fails
   */
  public record Turn(Duration delay, boolean locks) {
    public boolean mayTry() {
      return delay.isZero();
    }
  }

  /** Asks for an attempt at an account, from an address. */
  public Turn take(String username, String address) {
    Instant now = clock.instant();
    purge(now);
    String source = "address:" + NetworkPrefix.of(address);
    AttemptTable.Attempt byAddress = table.take(source, addresses, now);
    if (byAddress.waitUntil().isPresent()) {
      return refused(byAddress.waitUntil().get(), now);
    }
    AttemptTable.Attempt byName = table.take("account:" + username, accounts, now);
    if (byName.waitUntil().isPresent()) {
      return refused(byName.waitUntil().get(), now);
    }
    return new Turn(Duration.ZERO, accounts.locksAt(byName.failures()));
  }

  /** The attempt was right: the account's failures are forgotten, and the address has one less. */
  public void succeeded(String username, String address) {
    table.clear("account:" + username);
    table.giveBack("address:" + NetworkPrefix.of(address));
  }

  /** The password was right, but more is to be shown: the address has one failure less. */
  public void passed(String address) {
    table.giveBack("address:" + NetworkPrefix.of(address));
  }

  /** Lets an account try again at once. */
  public void unlock(String username) {
    table.clear("account:" + username);
  }

  /** From when on the account may try again, if it has to wait. */
  public Optional<Instant> blockedUntil(String username) {
    return table.blockedUntil("account:" + username, clock.instant());
  }

  private static Turn refused(Instant until, Instant now) {
    return new Turn(Duration.between(now, until), false);
  }

  private void purge(Instant now) {
    Instant due = nextPurge.get();
    if (now.isAfter(due) && nextPurge.compareAndSet(due, now.plus(PURGE_EVERY))) {
      table.purge(now);
    }
  }
}
