package org.andiron.security.account.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which new passwords are allowed: long ones that attackers do not try first. No kinds of
 * characters are asked for, and none forbidden.
 *
 * @see <a href="https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver">Passwords, NIST SP
 *     800-63B</a>
 */
public final class PasswordRules {

  /** Characters that a password has at most. */
  public static final int LONGEST = 256;

  private static final String LIST = "/security/common-passwords.txt";

  /** A run of neighbours of this length makes no password any better. */
  private static final int RUN = 4;

  private final int minimumLength;
  private final Set<String> common;

  public PasswordRules(PasswordProperties settings) {
    this.minimumLength = settings.minimumLength();
    this.common = read();
  }

  /** What is wrong with a password. */
  public enum Weakness {
    TOO_SHORT,
    TOO_LONG,
    CONTAINS_NAME,
    COMMON
  }

  /** Why the person may not have the password; empty if they may. */
  public Optional<Weakness> weakness(String password, String username) {
    String normal = Normalizer.normalize(password, Normalizer.Form.NFKC);
    int length = normal.codePointCount(0, normal.length());
    if (length < minimumLength) {
      return Optional.of(Weakness.TOO_SHORT);
    }
    if (length > LONGEST) {
      return Optional.of(Weakness.TOO_LONG);
    }
    String plain = normal.toLowerCase(Locale.ROOT);
    if (containsName(plain, username.toLowerCase(Locale.ROOT))) {
      return Optional.of(Weakness.CONTAINS_NAME);
    }
    return common.contains(plain) || isMonotonous(plain)
        ? Optional.of(Weakness.COMMON)
        : Optional.empty();
  }

  /** The same as a sentence, for those who use an interface of the server. */
  public Optional<String> refusal(String password, String username) {
    return weakness(password, username)
        .map(
            weakness ->
                switch (weakness) {
                  case TOO_SHORT -> "A password has at least " + minimumLength + " characters.";
                  case TOO_LONG -> "A password has at most " + LONGEST + " characters.";
                  case CONTAINS_NAME -> "The password must not contain the user name.";
                  case COMMON ->
                      "This password is among the first that attackers try. Choose another one.";
                });
  }

  /** A name of one or two letters is in every other word. */
  private static boolean containsName(String password, String username) {
    return username.length() > 2 && password.contains(username);
  }

  /** Whether it has hardly more in it than repetitions and runs such as {@code abcd} or 4321. */
  private static boolean isMonotonous(String password) {
    int[] points = password.codePoints().toArray();
    if (password.codePoints().distinct().count() < RUN) {
      return true;
    }
    int steps = 0;
    for (int i = 1; i < points.length; i++) {
      if (Math.abs(points[i] - points[i - 1]) <= 1) {
        steps++;
      }
    }
    return steps >= points.length - RUN + 1 || isRepetition(password);
  }

  private static boolean isRepetition(String password) {
    // A text repeats a shorter one if it is inside of itself doubled, elsewhere than at both ends.
    return (password + password).indexOf(password, 1) < password.length();
  }

  private static Set<String> read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(PasswordRules.class.getResourceAsStream(LIST)),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
