package org.andiron.security.account.first;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.andiron.security.account.AccountException;
import org.andiron.security.account.AccountException.Reason;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.KnownRoles;
import org.andiron.security.account.NewAccount;
import org.andiron.startup.RandomPassword;
import org.andiron.startup.StartupRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the account {@code admin} when a server has none: with the password of the operator, or one
 * of its own that it shows once and that has to be changed. There is no password that all servers
 * have.
 */
final class FirstAdministrator {

  static final String USERNAME = "admin";

  private final Accounts accounts;
  private final Consumer<List<String>> console;

  FirstAdministrator(Accounts accounts, Consumer<List<String>> console) {
    this.accounts = accounts;
    this.console = console;
  }

  /**
   * Makes it unless anybody has, or ever had, an account.
   *
   * @throws StartupRefusedException if the operator's password is not allowed
   */
  void ensure(@Nullable String chosen) {
    if (!accounts.isEmpty()) {
      return;
    }
    String password = chosen == null ? RandomPassword.make() : chosen;
    try {
      accounts.create(
          new NewAccount(
              USERNAME,
              new NewAccount.Details(
                  "Administrator",
                  Optional.empty(),
                  Set.of(KnownRoles.ADMINISTRATOR),
                  Optional.empty(),
                  true),
              Optional.of(password),
              chosen == null),
          "first start");
    } catch (AccountException e) {
      if (e.reason() == Reason.NAME_TAKEN) {
        // Another node started at the same time, and was faster.
        return;
      }
      throw new StartupRefusedException(
          "andiron.admin.password (ANDIRON_ADMIN_PASSWORD) cannot be used: " + e.getMessage(), e);
    }
    if (chosen == null) {
      console.accept(
          List.of(
              "The first administrator was made. This is shown once:",
              "  user name  " + USERNAME,
              "  password   " + password,
              "It has to be changed at the first sign-in, at /auth/account of this server."));
    }
  }
}
