package org.andiron.security.account.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.security.AccountEvent;
import org.andiron.security.AccountEvent.Factor;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountException;
import org.andiron.security.account.AccountsFixture;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.factor.SecretBox;
import org.andiron.security.account.password.PasswordHasher;
import org.andiron.security.account.password.PasswordProperties;
import org.andiron.security.account.throttle.SignInProperties;
import org.andiron.security.account.throttle.SignInThrottle;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

class SignInIT extends AndironIT {

  @Autowired private DataSource dataSource;

  private final String address = "address-" + UUID.randomUUID();
  private AccountsFixture fixture;
  private SecondFactors factors;
  private SignIn signIn;

  /** Seals nothing: what is sealed is tested elsewhere. */
  private static final class OpenBox implements SecretBox {
    @Override
    public byte[] seal(String name, byte[] secret) {
      return secret;
    }

    @Override
    public byte[] open(String name, byte[] sealed) {
      return sealed;
    }
  }

  @BeforeEach
  void setUp() {
    fixture = new AccountsFixture(dataSource);
    factors =
        new SecondFactors(fixture.jdbc, new OpenBox(), fixture.events::add, Clock.systemUTC());
    signIn = with(fixture.hasher);
  }

  private SignIn with(PasswordHasher hasher) {
    SignInThrottle throttle =
        new SignInThrottle(
            fixture.jdbc,
            fixture.transactions,
            new SignInProperties(
                2,
                50,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                3,
                Duration.ofHours(1),
                Duration.ofDays(1)),
            Clock.systemUTC());
    return new SignIn(fixture.accounts, hasher, factors, throttle, fixture.events::add);
  }

  private AccountUser signIn(String name, String password) {
    return signIn.withPassword(name, password, address);
  }

  @Test
  void theRightPasswordSignsInWithTheRoles() {
    Account account = fixture.account("nurse");
    AccountUser user = signIn(account.username(), AccountsFixture.PASSWORD);
    assertThat(user.getAuthorities())
        .extracting(GrantedAuthority::getAuthority)
        .containsExactly("ROLE_nurse");
    assertThat(user.secondFactorNeeded()).isFalse();
    assertThat(fixture.events)
        .containsExactly(new AccountEvent.SignedIn(account.username(), address, Factor.PASSWORD));
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreRefusedAlike() {
    Account account = fixture.account("nurse");
    String unknown = AccountsFixture.name();
    for (String name : new String[] {account.username(), unknown}) {
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(BadCredentialsException.class)
            .isThrownBy(() -> signIn(name, "not the password"))
            .withMessage("The name, the password or the code is wrong.");
      }
      assertThatExceptionOfType(TooManyAttemptsException.class)
          .isThrownBy(() -> signIn(name, AccountsFixture.PASSWORD));
    }
    assertThat(fixture.events)
        .contains(new AccountEvent.SignInFailed(account.username(), address, Factor.PASSWORD))
        .contains(new AccountEvent.SignInFailed("", address, Factor.PASSWORD))
        .noneMatch(event -> event.toString().contains(unknown));
  }

  @Test
  void whoIsNotActiveLearnsItWithTheRightPasswordOnly() {
    Account account = fixture.account("nurse");
    fixture.accounts.change(account.id(), it -> it.withActive(false), "test");
    assertThatExceptionOfType(BadCredentialsException.class)
        .isThrownBy(() -> signIn(account.username(), "not the password"));
    assertThatExceptionOfType(DisabledException.class)
        .isThrownBy(() -> signIn(account.username(), AccountsFixture.PASSWORD));
  }

  @Test
  void aWeakHashIsReplacedAtSignIn() {
    Account account = fixture.account();
    String weak = fixture.accounts.passwordHash(account).orElseThrow();
    with(new PasswordHasher(new PasswordProperties(12, 8192, 2)))
        .withPassword(account.username(), AccountsFixture.PASSWORD, address);
    String strong = fixture.accounts.passwordHash(account).orElseThrow();
    assertThat(strong).isNotEqualTo(weak).contains("m=8192,t=2");
    assertThat(signIn(account.username(), AccountsFixture.PASSWORD)).isNotNull();
  }

  @Test
  void whoHasToChangeThePasswordHasNoRightsYet() {
    Account account = fixture.account("nurse");
    fixture.accounts.setPassword(account.id(), "seven tall green frogs", true, "admin");
    AccountUser user = signIn(account.username(), "seven tall green frogs");
    assertThat(user.mustChangePassword()).isTrue();
    assertThat(user.getAuthorities()).isEmpty();
  }

  @Test
  void whoKnowsThePasswordCanChangeIt() {
    Account account = fixture.account("nurse");
    fixture.accounts.setPassword(account.id(), AccountsFixture.PASSWORD, true, "admin");
    fixture.events.clear();
    String wanted = "seven tall green frogs";
    assertThatExceptionOfType(BadCredentialsException.class)
        .isThrownBy(() -> signIn.changePassword(account, "not the password", wanted, address));
    assertThatExceptionOfType(AccountException.class)
        .isThrownBy(
            () ->
                signIn.changePassword(
                    account, AccountsFixture.PASSWORD, AccountsFixture.PASSWORD, address));

    signIn.changePassword(account, AccountsFixture.PASSWORD, wanted, address);
    assertThat(signIn(account.username(), wanted).mustChangePassword()).isFalse();
    assertThat(fixture.events)
        .contains(new AccountEvent.PasswordChanged(account.username(), account.username()));
  }

  @Test
  void withASecondFactorThePasswordAloneIsNothing() {
    Account account = fixture.account("nurse");
    fixture.jdbc.update(
        "insert into andiron.account_totp (account_id, secret, confirmed_at, last_step) values (?,"
            + " ?, now(), 0)",
        account.id(),
        new byte[20]);
    String recovery = factors.renewRecoveryCodes(account).get(0);

    AccountUser half = signIn(account.username(), AccountsFixture.PASSWORD);
    assertThat(half.secondFactorNeeded()).isTrue();
    assertThat(half.getAuthorities()).isEmpty();
    assertThat(fixture.events).isEmpty();

    AccountUser whole = signIn.withRecoveryCode(half, recovery, address);
    assertThat(whole.secondFactorNeeded()).isFalse();
    assertThat(fixture.events)
        .containsExactly(
            new AccountEvent.SignedIn(account.username(), address, Factor.RECOVERY_CODE));
  }

  @Test
  void codesCannotBeGuessedByRepeatingThePassword() {
    Account account = fixture.account("nurse");
    fixture.jdbc.update(
        "insert into andiron.account_totp (account_id, secret, confirmed_at, last_step) values (?,"
            + " ?, now(), 0)",
        account.id(),
        new byte[20]);
    AccountUser half = signIn(account.username(), AccountsFixture.PASSWORD);
    assertThatExceptionOfType(BadCredentialsException.class)
        .isThrownBy(() -> signIn.withCode(half, "no code", address));
    assertThatExceptionOfType(TooManyAttemptsException.class)
        .isThrownBy(() -> signIn(account.username(), AccountsFixture.PASSWORD));
  }

  @Test
  void theLockOutIsTold() {
    Account account = fixture.account();
    SignIn strict =
        new SignIn(
            fixture.accounts,
            fixture.hasher,
            factors,
            new SignInThrottle(
                fixture.jdbc,
                fixture.transactions,
                new SignInProperties(
                    1,
                    50,
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    2,
                    Duration.ofHours(1),
                    Duration.ofDays(1)),
                Clock.systemUTC()),
            fixture.events::add);
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(BadCredentialsException.class)
          .isThrownBy(() -> strict.withPassword(account.username(), "wrong", address));
    }
    assertThat(fixture.events).contains(new AccountEvent.LockedOut(account.username(), address));
  }

  @Test
  void springSecuritySeesTheUserAndNoPassword() throws Exception {
    Account account = fixture.account("nurse");
    Authentication result =
        new AccountAuthenticationProvider(signIn)
            .authenticate(
                UsernamePasswordAuthenticationToken.unauthenticated(
                    account.username(), AccountsFixture.PASSWORD));
    assertThat(result.isAuthenticated()).isTrue();
    assertThat(result.getName()).isEqualTo(account.username());
    assertThat(result.getCredentials()).isNull();

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(result.getPrincipal());
    Object again =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(again).isEqualTo(result.getPrincipal());
    assertThat(bytes.toString(java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("argon2");
  }
}
