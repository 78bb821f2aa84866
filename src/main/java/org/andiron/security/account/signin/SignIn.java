package org.andiron.security.account.signin;

import java.util.Optional;
import java.util.function.Predicate;
import org.andiron.security.AccountEvent;
import org.andiron.security.AccountEvent.Factor;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountException;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.Username;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.password.PasswordHasher;
import org.andiron.security.account.throttle.SignInThrottle;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.AuthenticationException;

/**
 * Checks what somebody shows to be who they say they are: first a name and a password, then a
 * second factor if the account has one. Attempts are throttled, and what comes of them is told as
 * {@link AccountEvent}s. Nothing tells a wrong name from a wrong password, the time it takes
 * included.
 */
public final class SignIn {

  private final Accounts accounts;
  private final PasswordHasher hasher;
  private final SecondFactors factors;
  private final SignInThrottle throttle;
  private final ApplicationEventPublisher events;

  public SignIn(
      Accounts accounts,
      PasswordHasher hasher,
      SecondFactors factors,
      SignInThrottle throttle,
      ApplicationEventPublisher events) {
    this.accounts = accounts;
    this.hasher = hasher;
    this.factors = factors;
    this.throttle = throttle;
    this.events = events;
  }

  /**
   * Signs in with a password.
   *
   * @param address where the request comes from
   * @return the user, of whom a second factor may be missing still
   * @throws AuthenticationException if they are not who they say, may not sign in, or have to wait
   */
  public AccountUser withPassword(String typedName, String password, String address) {
    String username = Username.normalize(typedName);
    Optional<Account> account = accounts.byUsername(username);
    SignInThrottle.Turn turn = turn(username, account.map(Account::username).orElse(""), address);
    Optional<String> hash = account.flatMap(accounts::passwordHash);
    if (!hasher.matches(password, hash) || account.isEmpty() || hash.isEmpty()) {
      throw failed(account, address, Factor.PASSWORD, turn);
    }
    Account known = account.get();
    if (!known.active()) {
      events.publishEvent(
          new AccountEvent.SignInFailed(known.username(), address, Factor.PASSWORD));
      throw new DisabledException("The account may not be used any more.");
    }
    if (hasher.isOutdated(hash.get())) {
      accounts.upgradePasswordHash(known, hash.get(), hasher.hash(password));
    }
    if (factors.isNeeded(known)) {
      // Failures are forgotten once the second factor is shown: else whoever knows the password
      // could guess codes without end.
      throttle.passed(address);
      return AccountUser.withoutSecondFactor(known);
    }
    return succeeded(known, address, Factor.PASSWORD);
  }

  /**
   * Completes a sign-in with a code of the person's authenticator app.
   *
   * @throws AuthenticationException if the code is wrong or was used, or they have to wait
   */
  public AccountUser withCode(AccountUser user, String code, String address) {
    return complete(user, address, Factor.TOTP, account -> factors.acceptCode(account, code));
  }

  /**
   * Completes a sign-in with one of the person's recovery codes, which is used up by it.
   *
   * @throws AuthenticationException if the code is wrong or was used, or they have to wait
   */
  public AccountUser withRecoveryCode(AccountUser user, String code, String address) {
    return complete(
        user, address, Factor.RECOVERY_CODE, account -> factors.acceptRecoveryCode(account, code));
  }

  /**
   * Whether the password is that of the account; for those who are signed in and do something that
   * needs to be sure of them.
   *
   * @throws AuthenticationException if it is not, or they have to wait
   */
  public void confirmPassword(Account account, String password, String address) {
    SignInThrottle.Turn turn = turn(account.username(), account.username(), address);
    if (!hasher.matches(password, accounts.passwordHash(account))) {
      throw failed(Optional.of(account), address, Factor.PASSWORD, turn);
    }
    throttle.succeeded(account.username(), address);
  }

  /**
   * Changes the password of somebody who knows the present one.
   *
   * @throws AuthenticationException if the present one is wrong, or they have to wait
   * @throws AccountException if the new one is not allowed
   */
  public void changePassword(Account account, String present, String wanted, String address) {
    confirmPassword(account, present, address);
    if (hasher.matches(wanted, accounts.passwordHash(account))) {
      throw new AccountException(
          AccountException.Reason.WEAK_PASSWORD, "Choose another password than the present one.");
    }
    accounts.setPassword(account.id(), wanted, false, account.username());
  }

  private AccountUser complete(
      AccountUser user, String address, Factor factor, Predicate<Account> check) {
    Account account =
        accounts
            .byUsername(user.getUsername())
            .filter(Account::active)
            .orElseThrow(() -> new DisabledException("The account may not be used any more."));
    SignInThrottle.Turn turn = turn(account.username(), account.username(), address);
    if (!check.test(account)) {
      throw failed(Optional.of(account), address, factor, turn);
    }
    return succeeded(account, address, factor);
  }

  /**
   * @param known the same name if an account has it
   */
  private SignInThrottle.Turn turn(String username, String known, String address) {
    SignInThrottle.Turn turn = throttle.take(username, address);
    if (!turn.mayTry()) {
      events.publishEvent(new AccountEvent.Throttled(known, address));
      throw new TooManyAttemptsException(turn.delay());
    }
    return turn;
  }

  private AccountUser succeeded(Account account, String address, Factor factor) {
    throttle.succeeded(account.username(), address);
    events.publishEvent(new AccountEvent.SignedIn(account.username(), address, factor));
    return AccountUser.of(account);
  }

  private AuthenticationException failed(
      Optional<Account> account, String address, Factor factor, SignInThrottle.Turn turn) {
    String username = account.map(Account::username).orElse("");
    events.publishEvent(new AccountEvent.SignInFailed(username, address, factor));
    if (turn.locks()) {
      events.publishEvent(new AccountEvent.LockedOut(username, address));
    }
    return new BadCredentialsException("The name, the password or the code is wrong.");
  }
}
