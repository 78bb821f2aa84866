package org.andiron.security.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.andiron.security.AccountEvent;
import org.andiron.security.account.AccountException.Reason;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class AccountsIT extends AndironIT {

  @Autowired private DataSource dataSource;

  private AccountsFixture fixture;
  private Accounts accounts;

  @BeforeEach
  void setUp() {
    fixture = new AccountsFixture(dataSource);
    accounts = fixture.accounts;
  }

  private static void assertRefused(Reason reason, Runnable work) {
    assertThatExceptionOfType(AccountException.class)
        .isThrownBy(work::run)
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private Account create(String name, NewAccount.Details details) {
    return accounts.create(new NewAccount(name, details, Optional.empty(), false), "test");
  }

  @Test
  void anAccountIsFoundInAnySpellingAndToldInTokens() {
    String name = AccountsFixture.name();
    NewAccount.Details details =
        new NewAccount.Details(
            "Nina",
            Optional.of("x"),
            Set.of("nurse"),
            Optional.of(FhirUser.parse("Practitioner/1")),
            true);
    Account made = create("  " + name.toUpperCase(Locale.ROOT), details);

    assertThat(made.username()).isEqualTo(name);
    assertThat(accounts.byUsername(name.toUpperCase(Locale.ROOT))).contains(made);
    assertThat(accounts.find(name))
        .hasValueSatisfying(
            user -> {
              assertThat(user.fhirUser()).contains("Practitioner/1");
              assertThat(user.roles()).containsExactly("nurse");
              assertThat(user.displayName()).isEqualTo("Nina");
            });
    assertThat(fixture.events).containsExactly(new AccountEvent.Created(name, "test"));
  }

  @Test
  void whoIsNotActiveIsNotKnownToTokens() {
    Account account = fixture.account("nurse");
    accounts.change(account.id(), it -> it.withActive(false), "test");
    assertThat(accounts.find(account.username())).isEmpty();
    assertThat(fixture.events)
        .containsExactly(new AccountEvent.Deactivated(account.username(), "test"));
  }

  @Test
  void aNameIsGivenOnceAlsoAfterItsAccountEnded() {
    Account account = fixture.account();
    String upper = account.username().toUpperCase(Locale.ROOT);
    assertRefused(Reason.NAME_TAKEN, () -> create(upper, AccountsFixture.details()));
    accounts.delete(account.id(), "test");
    assertThat(accounts.byId(account.id())).isEmpty();
    assertThat(accounts.byUsername(account.username())).isEmpty();
    assertRefused(Reason.NAME_TAKEN, () -> create(upper, AccountsFixture.details()));
    assertRefused(Reason.NOT_FOUND, () -> accounts.delete(account.id(), "test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "a;b", "ада", "-a", "a\u0000", "a\nb"})
  void namesThatLookAlikeOrBreakUrlsAreRefused(String name) {
    assertRefused(Reason.INVALID, () -> create(name, AccountsFixture.details()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Practitioner",
        "Observation/1",
        "Patient/",
        "Patient/a b",
        "/Patient/1",
        "Patient/1/x"
      })
  void onlyPersonsAreLinked(String reference) {
    assertRefused(Reason.INVALID, () -> FhirUser.parse(reference));
  }

  @Test
  void aRoleThatDoesNotExistIsRefused() {
    assertRefused(
        Reason.INVALID, () -> create(AccountsFixture.name(), AccountsFixture.details("surgeon")));
  }

  @Test
  void aWeakPasswordIsRefusedAndNothingIsMade() {
    String name = AccountsFixture.name();
    assertRefused(
        Reason.WEAK_PASSWORD,
        () ->
            accounts.create(
                new NewAccount(name, AccountsFixture.details(), Optional.of("password1234"), false),
                "test"));
    assertThat(accounts.byUsername(name)).isEmpty();
  }

  @Test
  void aChangeCountsTheVersionAndNoChangeDoesNot() {
    Account account = fixture.account("nurse");
    Account same = accounts.change(account.id(), it -> it, "test");
    assertThat(same.version()).isEqualTo(account.version());
    Account changed =
        accounts.change(account.id(), it -> it.withRoles(Set.of("physician")), "test");
    assertThat(changed.version()).isEqualTo(account.version() + 1);
    assertThat(accounts.byRole("physician")).contains(changed);
    assertThat(accounts.byRole("nurse")).extracting(Account::id).doesNotContain(account.id());
  }

  @Test
  void anotherPasswordReplacesTheFirst() {
    Account account = fixture.account();
    accounts.setPassword(account.id(), "seven tall green frogs", true, "admin");
    Account now = accounts.byId(account.id()).orElseThrow();
    assertThat(now.mustChangePassword()).isTrue();
    assertThat(fixture.hasher.matches("seven tall green frogs", accounts.passwordHash(now)))
        .isTrue();
    assertThat(fixture.hasher.matches(AccountsFixture.PASSWORD, accounts.passwordHash(now)))
        .isFalse();
    assertThat(fixture.events)
        .containsExactly(new AccountEvent.PasswordChanged(account.username(), "admin"));
  }

  @Test
  void whatAListenerRefusesDoesNotHappen() {
    Accounts refusing =
        new Accounts(
            fixture.jdbc,
            fixture.transactions,
            fixture.hasher,
            new org.andiron.security.account.password.PasswordRules(
                new org.andiron.security.account.password.PasswordProperties(12, 7168, 1)),
            KnownRoles.BUILT_IN,
            event -> {
              throw new IllegalStateException("the audit trail cannot be written");
            });
    String name = AccountsFixture.name();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                refusing.create(
                    new NewAccount(name, AccountsFixture.details(), Optional.empty(), false),
                    "test"));
    assertThat(accounts.byUsername(name)).isEmpty();
  }
}
