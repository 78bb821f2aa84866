package org.andiron.security.account.factor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.andiron.security.AccountEvent;
import org.andiron.security.AccountEvent.Factor;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The authenticator app and the recovery codes of an account. Whoever has set one up needs it at
 * each sign-in with a password. Attempts are throttled by {@code SignIn}, which is to be used for
 * sign-in.
 */
public final class SecondFactors {

  static final int RECOVERY_CODES = 10;

  private static final String ISSUER = "Andiron";
  private static final int RECOVERY_BYTES = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TotpTable totp;
  private final RecoveryCodeTable recoveryCodes;
  private final TotpCodes codes = new TotpCodes();
  private final ApplicationEventPublisher events;
  private final Clock clock;

  public SecondFactors(
      JdbcOperations jdbc, SecretBox box, ApplicationEventPublisher events, Clock clock) {
    this.totp = new TotpTable(jdbc, box);
    this.recoveryCodes = new RecoveryCodeTable(jdbc);
    this.events = events;
    this.clock = clock;
  }

  /** Whether a password is not enough to sign in. */
  public boolean isNeeded(Account account) {
    return totp.confirmedSecret(account.id()).isPresent();
  }

  /** How many recovery codes are left. */
  public int recoveryCodesLeft(Account account) {
    return recoveryCodes.left(account.id());
  }

  /**
   * Begins to set up an authenticator app; nothing is asked for until {@link #confirm}.
   *
   * @throws AccountException if one is set up already
   */
  public TotpEnrolment enrol(Account account) {
    byte[] secret = new byte[TotpCodes.SECRET_BYTES];
    RANDOM.nextBytes(secret);
    if (!totp.begin(account.id(), secret)) {
      throw new AccountException(
          AccountException.Reason.INVALID,
          "An authenticator app is set up already; remove it before another one.");
    }
    String base32 = Base32.encode(secret);
    String uri = uri(account.username(), base32);
    return new TotpEnrolment(base32, uri, QrCode.svg(uri));
  }

  /**
   * Ends setting up an authenticator app.
   *
   * @param code what the app shows
   * @return new recovery codes, to be shown once; empty if the code is wrong or nothing was begun
   */
  public Optional<List<String>> confirm(Account account, String code) {
    Optional<byte[]> secret = totp.pendingSecret(account.id());
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong step = codes.stepOf(code, secret.get(), clock.instant());
    if (step.isEmpty() || !totp.confirm(account.id(), step.getAsLong())) {
      return Optional.empty();
    }
    events.publishEvent(new AccountEvent.FactorAdded(account.username(), Factor.TOTP));
    return Optional.of(renewRecoveryCodes(account));
  }

  /** New recovery codes, to be shown once; the old ones are worth nothing any more. */
  public List<String> renewRecoveryCodes(Account account) {
    List<String> fresh =
        IntStream.range(0, RECOVERY_CODES).mapToObj(number -> recoveryCode()).toList();
    recoveryCodes.replace(account.id(), fresh);
    return fresh;
  }

  /** Whether the authenticator app shows this code now; each code is accepted once. */
  public boolean acceptCode(Account account, String code) {
    Optional<byte[]> secret = totp.confirmedSecret(account.id());
    if (secret.isEmpty()) {
      return false;
    }
    OptionalLong step = codes.stepOf(code, secret.get(), clock.instant());
    return step.isPresent() && totp.use(account.id(), step.getAsLong());
  }

  /** Whether this is a recovery code that was not used before; it is used by this. */
  public boolean acceptRecoveryCode(Account account, String code) {
    return recoveryCodes.use(account.id(), code);
  }

  /**
   * Forgets authenticator app and recovery codes.
   *
   * @param by who does it
   */
  public void remove(Account account, String by) {
    boolean was = isNeeded(account);
    totp.remove(account.id());
    recoveryCodes.replace(account.id(), List.of());
    if (was) {
      events.publishEvent(new AccountEvent.FactorRemoved(account.username(), Factor.TOTP, by));
    }
  }

  private static String uri(String username, String secret) {
    return "otpauth://totp/"
        + ISSUER
        + ":"
        + encoded(username)
        + "?secret="
        + secret
        + "&issuer="
        + ISSUER
        + "&algorithm=SHA1&digits="
        + TotpCodes.DIGITS
        + "&period="
        + TotpCodes.STEP_SECONDS;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String recoveryCode() {
    byte[] bytes = new byte[RECOVERY_BYTES];
    RANDOM.nextBytes(bytes);
    return Base32.encode(bytes).replaceAll("(.{4})(?!$)", "$1-");
  }
}
