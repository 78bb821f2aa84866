package org.andiron.security.account.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.security.AccountEvent;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountException;
import org.andiron.security.account.AccountsFixture;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

class SecondFactorsIT extends AndironIT {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:10Z");
  private static final long STEP = NOW.getEpochSecond() / TotpCodes.STEP_SECONDS;

  @Autowired private DataSource dataSource;

  @TempDir private Path folder;

  private AccountsFixture fixture;
  private KeyFileBox box;
  private Account account;

  @BeforeEach
  void setUp() {
    fixture = new AccountsFixture(dataSource);
    box = KeyFileBox.in(folder);
    account = fixture.account("nurse");
  }

  private SecondFactors at(Instant time) {
    return new SecondFactors(
        fixture.jdbc, box, fixture.events::add, Clock.fixed(time, ZoneOffset.UTC));
  }

  private String code(long step) {
    return new TotpCodes()
        .code(new TotpTable(fixture.jdbc, box).confirmedSecret(account.id()).orElseThrow(), step);
  }

  private String pendingCode(long step) {
    return new TotpCodes()
        .code(new TotpTable(fixture.jdbc, box).pendingSecret(account.id()).orElseThrow(), step);
  }

  private List<String> setUpApp() {
    at(NOW).enrol(account);
    return at(NOW).confirm(account, pendingCode(STEP)).orElseThrow();
  }

  @Test
  void anAppCountsOnceItHasShownACode() {
    TotpEnrolment enrolment = at(NOW).enrol(account);
    assertThat(enrolment.uri())
        .startsWith(
            "otpauth://totp/Andiron:" + account.username() + "?secret=" + enrolment.secret());
    assertThat(enrolment.qrCode()).startsWith("<svg ").endsWith("</svg>");
    assertThat(at(NOW).isNeeded(account)).isFalse();
    assertThat(at(NOW).confirm(account, "000000")).isEmpty();
    assertThat(at(NOW).isNeeded(account)).isFalse();

    assertThat(at(NOW).confirm(account, pendingCode(STEP)).orElseThrow())
        .hasSize(10)
        .doesNotHaveDuplicates()
        .allMatch(it -> it.matches("([A-Z2-7]{4}-){3}[A-Z2-7]{4}"));
    assertThat(at(NOW).isNeeded(account)).isTrue();
    assertThat(fixture.events)
        .contains(new AccountEvent.FactorAdded(account.username(), AccountEvent.Factor.TOTP));
  }

  @Test
  void aCodeIsAcceptedOnceAndAnEarlierOneNotAfterIt() {
    setUpApp();
    assertThat(at(NOW).acceptCode(account, code(STEP))).as("used to confirm").isFalse();
    Instant later = NOW.plusSeconds(60);
    assertThat(at(later).acceptCode(account, code(STEP + 2))).isTrue();
    assertThat(at(later).acceptCode(account, code(STEP + 2))).as("replayed").isFalse();
    assertThat(at(later).acceptCode(account, code(STEP + 1))).as("earlier").isFalse();
    assertThat(at(later).acceptCode(account, code(STEP + 3))).isTrue();
  }

  @Test
  void aRecoveryCodeIsAcceptedOnceHoweverItIsTyped() {
    List<String> codes = setUpApp();
    String typed = codes.get(0).toLowerCase(java.util.Locale.ROOT).replace('-', ' ');
    assertThat(at(NOW).acceptRecoveryCode(account, typed)).isTrue();
    assertThat(at(NOW).acceptRecoveryCode(account, codes.get(0))).isFalse();
    assertThat(at(NOW).recoveryCodesLeft(account)).isEqualTo(9);
    assertThat(at(NOW).acceptRecoveryCode(fixture.account(), codes.get(1)))
        .as("another's")
        .isFalse();
    at(NOW).renewRecoveryCodes(account);
    assertThat(at(NOW).acceptRecoveryCode(account, codes.get(1))).isFalse();
  }

  @Test
  void anAppThatIsSetUpIsNotReplacedByBeginningAnew() {
    setUpApp();
    assertThatExceptionOfType(AccountException.class).isThrownBy(() -> at(NOW).enrol(account));
    at(NOW).remove(account, "admin");
    assertThat(at(NOW).isNeeded(account)).isFalse();
    assertThat(at(NOW).recoveryCodesLeft(account)).isZero();
    at(NOW).enrol(account);
  }

  @Test
  void theSecretIsSealedUnderAKeyOfTheOwnerAlone() throws Exception {
    Path key = folder.resolve("account-encryption-key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    byte[] secret = "secret".getBytes(StandardCharsets.US_ASCII);
    byte[] sealed = box.seal("a", secret);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    assertThat(KeyFileBox.in(folder).open("a", sealed)).isEqualTo(secret);
    assertThatIllegalStateException().isThrownBy(() -> box.open("b", sealed));
    sealed[sealed.length - 1] ^= 1;
    assertThatIllegalStateException().isThrownBy(() -> box.open("a", sealed));
  }
}
