package org.andiron.security.account.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import org.andiron.security.AccountEvent;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountException;
import org.andiron.security.account.AccountException.Reason;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.passkey.Passkeys;
import org.andiron.security.account.throttle.SignInThrottle;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/** What an administrator does with accounts. */
final class UserAdministration {

  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Accounts accounts;
  private final SecondFactors factors;
  private final Passkeys passkeys;
  private final SignInThrottle throttle;
  private final ApplicationEventPublisher events;

  UserAdministration(
      Accounts accounts,
      SecondFactors factors,
      Passkeys passkeys,
      SignInThrottle throttle,
      ApplicationEventPublisher events) {
    this.accounts = accounts;
    this.factors = factors;
    this.passkeys = passkeys;
    this.throttle = throttle;
    this.events = events;
  }

  ObjectNode list(HttpServletRequest request) {
    int offset = number(request, "offset", 0, Integer.MAX_VALUE);
    int limit = number(request, "limit", PAGE, LARGEST_PAGE);
    return UserAnswer.of(accounts.page(offset, limit), accounts.count());
  }

  ObjectNode get(String name) {
    Account account = require(name);
    return UserAnswer.of(
        account, factors.isNeeded(account), throttle.blockedUntil(account.username()));
  }

  ObjectNode create(byte[] body, String by) {
    return UserAnswer.of(accounts.create(UserRequest.ofNewUser(body).newAccount(), by));
  }

  ObjectNode change(String name, byte[] body, String by) {
    UserRequest request = UserRequest.ofChange(body);
    return UserAnswer.of(accounts.change(require(name).id(), request::change, by));
  }

  ObjectNode replace(String name, byte[] body, String by) {
    UserRequest request = UserRequest.ofChange(body);
    return UserAnswer.of(accounts.change(require(name).id(), request::replace, by));
  }

  void setPassword(String name, byte[] body, String by) {
    UserRequest request = UserRequest.ofPassword(body);
    Account account = require(name);
    accounts.setPassword(account.id(), request.password(), request.mustChangePassword(), by);
    throttle.unlock(account.username());
  }

  void removeSecondFactors(String name, String by) {
    Account account = require(name);
    factors.remove(account, by);
    passkeys.removeAll(account, by);
  }

  void unlock(String name, String by) {
    String username = require(name).username();
    throttle.unlock(username);
    events.publishEvent(new AccountEvent.Unlocked(username, by));
  }

  void delete(String name, String by) {
    accounts.delete(require(name).id(), by);
  }

  private Account require(String name) {
    return accounts
        .byUsername(name)
        .orElseThrow(() -> new AccountException(Reason.NOT_FOUND, "There is no such user."));
  }

  private static int number(HttpServletRequest request, String name, int otherwise, int most) {
    @Nullable String value = request.getParameter(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) > most) {
      throw new AccountException(
          Reason.INVALID, "The parameter " + name + " must be a number from 0 to " + most + ".");
    }
    return Integer.parseInt(value);
  }
}
