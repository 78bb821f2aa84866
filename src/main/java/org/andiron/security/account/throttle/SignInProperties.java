package org.andiron.security.account.throttle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How failed attempts to sign in slow down further ones ({@code andiron.security.sign-in.*}).
 *
 * @param freeAttempts failures for one account before it has to wait
 * @param addressFreeAttempts the same for one network address, where a whole ward may sit behind
 * @param firstDelay first wait; each further failure doubles it
 * @param longestDelay longest wait before the lock-out
 * @param lockAfter failures in a row after which the account is locked
 * @param lockFor how long it is locked
 * @param forgetAfter how long failures are remembered
 */
@ConfigurationProperties("andiron.security.sign-in")
public record SignInProperties(
    @DefaultValue("4") int freeAttempts,
    @DefaultValue("50") int addressFreeAttempts,
    @DefaultValue("1s") Duration firstDelay,
    @DefaultValue("1m") Duration longestDelay,
    @DefaultValue("20") int lockAfter,
    @DefaultValue("30m") Duration lockFor,
    @DefaultValue("24h") Duration forgetAfter) {

  public SignInProperties {
    require(freeAttempts >= 1 && freeAttempts <= 100, "free-attempts must be 1 to 100");
    require(addressFreeAttempts >= 1, "address-free-attempts must be 1 or more");
    require(firstDelay.toMillis() >= 1, "first-delay must be longer than zero");
    require(longestDelay.compareTo(firstDelay) >= 0, "longest-delay must not be under first-delay");
    require(
        lockAfter > freeAttempts && lockAfter <= 100,
        "lock-after must be over free-attempts, to 100");
    require(lockFor.compareTo(longestDelay) >= 0, "lock-for must not be under longest-delay");
    require(forgetAfter.compareTo(lockFor) >= 0, "forget-after must not be under lock-for");
  }

  /** How an account is protected. */
  Throttle account() {
    return new Throttle(freeAttempts, firstDelay, longestDelay, lockAfter, lockFor);
  }

  /** How all accounts are, from one address: it waits, but is never locked out. */
  Throttle address() {
    return new Throttle(
        addressFreeAttempts, firstDelay, longestDelay, Integer.MAX_VALUE, longestDelay);
  }

  private static void require(boolean met, String rule) {
    if (!met) {
      throw new IllegalArgumentException("andiron.security.sign-in." + rule);
    }
  }
}
