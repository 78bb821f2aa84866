package org.andiron.security.account;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.andiron.security.AccountEvent;
import org.andiron.security.KnownUser;
import org.andiron.security.People;
import org.andiron.security.UserDirectory;
import org.andiron.security.account.AccountException.Reason;
import org.andiron.security.account.password.PasswordHasher;
import org.andiron.security.account.password.PasswordRules;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The accounts of this server. Each change is told as an {@link AccountEvent}, in the transaction
 * of the change: what a listener refuses does not happen.
 */
public final class Accounts implements UserDirectory, People {

  private final AccountTable table;
  private final TransactionOperations transactions;
  private final PasswordHasher hasher;
  private final PasswordRules rules;
  private final KnownRoles knownRoles;
  private final ApplicationEventPublisher events;

  public Accounts(
      JdbcOperations jdbc,
      TransactionOperations transactions,
      PasswordHasher hasher,
      PasswordRules rules,
      KnownRoles knownRoles,
      ApplicationEventPublisher events) {
    this.table = new AccountTable(jdbc);
    this.transactions = transactions;
    this.hasher = hasher;
    this.rules = rules;
    this.knownRoles = knownRoles;
    this.events = events;
  }

  /** The user if their account may be used now. */
  @Override
  public Optional<KnownUser> find(String username) {
    return byUsername(username).filter(Account::active).map(Accounts::known);
  }

  @Override
  public List<KnownUser> whoAre(String fhirUser) {
    return table.findByFhirUser(fhirUser).stream()
        .filter(Account::active)
        .map(Accounts::known)
        .toList();
  }

  @Override
  public List<KnownUser> all() {
    return table.page(0, Integer.MAX_VALUE).stream()
        .filter(Account::active)
        .map(Accounts::known)
        .toList();
  }

  private static KnownUser known(Account account) {
    return new KnownUser(
        account.username(),
        account.displayName(),
        account.fhirUser().map(FhirUser::reference),
        account.roles());
  }

  /** The account of that name, in any spelling. */
  public Optional<Account> byUsername(String username) {
    return table.findByUsername(Username.normalize(username));
  }

  public Optional<Account> byId(UUID id) {
    return table.find(id);
  }

  /** Accounts that the provisioning system calls so. */
  public List<Account> byExternalId(String externalId) {
    return table.findByExternalId(externalId);
  }

  /** Accounts in a role, by name. */
  public List<Account> byRole(String role) {
    return table.findByRole(role);
  }

  /** Some of the accounts, by name. */
  public List<Account> page(long offset, int limit) {
    return table.page(offset, limit);
  }

  public long count() {
    return table.count();
  }

  /** Whether nobody has, or ever had, an account. */
  public boolean isEmpty() {
    return table.isEmpty();
  }

  @Override
  public Set<String> roles() {
    return knownRoles.names();
  }

  /**
   * Makes an account.
   *
   * @param by who does it
   * @throws AccountException if the name is taken or something of it is not allowed
   */
  public Account create(NewAccount wanted, String by) {
    String username = Username.require(wanted.username());
    NewAccount account =
        new NewAccount(
            username,
            checked(username, wanted.details()),
            wanted.password(),
            wanted.mustChangePassword());
    account.password().ifPresent(password -> requireStrong(password, username));
    Optional<String> hash = account.password().map(hasher::hash);
    return inTransaction(
        () -> {
          UUID id;
          try {
            id = table.insert(account, hash);
          } catch (DuplicateKeyException e) {
            throw new AccountException(
                Reason.NAME_TAKEN,
                "The user name "
                    + username
                    + " belongs, or belonged, to somebody; it is never given to another person.");
          }
          events.publishEvent(new AccountEvent.Created(username, by));
          return require(table.find(id));
        });
  }

  /**
   * Changes an account.
   *
   * @param change from what it is to what it shall be
   * @param by who does it
   * @throws AccountException if there is none, or something of it is not allowed
   */
  public Account change(UUID id, UnaryOperator<NewAccount.Details> change, String by) {
    return inTransaction(
        () -> {
          Account before = require(table.findForUpdate(id));
          NewAccount.Details present = NewAccount.Details.of(before);
          NewAccount.Details wanted = checked(before.username(), change.apply(present));
          if (wanted.equals(present)) {
            return before;
          }
          table.update(id, wanted);
          events.publishEvent(
              before.active() && !wanted.active()
                  ? new AccountEvent.Deactivated(before.username(), by)
                  : new AccountEvent.Changed(before.username(), by));
          return require(table.find(id));
        });
  }

  /**
   * Gives an account another password.
   *
   * @param mustChange whether it is only good for choosing another one
   * @param by who does it
   * @throws AccountException if there is none, or the password is not allowed
   */
  public void setPassword(UUID id, String password, boolean mustChange, String by) {
    Account account = require(table.find(id));
    requireStrong(password, account.username());
    String hash = hasher.hash(password);
    inTransaction(
        () -> {
          require(table.findForUpdate(id));
          table.setPasswordHash(id, hash, mustChange);
          events.publishEvent(new AccountEvent.PasswordChanged(account.username(), by));
          return account;
        });
  }

  /** The hash of the password that the person signs in with. For checks of sign-in only. */
  public Optional<String> passwordHash(Account account) {
    return table.passwordHash(account.id());
  }

  /** Keeps a stronger hash of the same password, unless it was changed meanwhile. */
  public void upgradePasswordHash(Account account, String old, String stronger) {
    table.upgradePasswordHash(account.id(), old, stronger);
  }

  /**
   * Ends an account for good. Its name stays taken.
   *
   * @param by who does it
   * @throws AccountException if there is none
   */
  public void delete(UUID id, String by) {
    inTransaction(
        () -> {
          Account account = require(table.findForUpdate(id));
          table.delete(id);
          events.publishEvent(new AccountEvent.Deleted(account.username(), by));
          return account;
        });
  }

  private NewAccount.Details checked(String username, NewAccount.Details details) {
    Set<String> unknown = new TreeSet<>(details.roles());
    unknown.removeAll(knownRoles.names());
    if (!unknown.isEmpty()) {
      throw new AccountException(
          Reason.INVALID,
          "There is no role "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", new TreeSet<>(knownRoles.names()))
              + ".");
    }
    if (details.displayName().length() > 200
        || details.externalId().filter(it -> it.length() > 255).isPresent()) {
      throw new AccountException(
          Reason.INVALID, "A display name has at most 200 characters, an external id 255.");
    }
    String name = details.displayName().isBlank() ? username : details.displayName().strip();
    return new NewAccount.Details(
        name, details.externalId(), details.roles(), details.fhirUser(), details.active());
  }

  private void requireStrong(String password, String username) {
    rules
        .refusal(password, username)
        .ifPresent(
            refusal -> {
              throw new AccountException(Reason.WEAK_PASSWORD, refusal);
            });
  }

  private static Account require(Optional<Account> account) {
    return account.orElseThrow(
        () -> new AccountException(Reason.NOT_FOUND, "There is no such account."));
  }

  private Account inTransaction(Supplier<Account> work) {
    return Objects.requireNonNull(transactions.execute(status -> work.get()));
  }
}
