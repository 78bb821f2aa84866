package org.andiron.security.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.andiron.security.account.AccountException.Reason;

/**
 * Names of accounts. Capitals do not matter, and only ASCII is allowed, so that no two names look
 * the same.
 */
public final class Username {

  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,99}");

  private Username() {}

  /** The form in which a typed name is looked up; of any text. */
  public static String normalize(String typed) {
    return Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /**
   * The form in which a new name is kept.
   *
   * @throws AccountException if it is not allowed
   */
  static String require(String wanted) {
    String name = normalize(wanted);
    if (!ALLOWED.matcher(name).matches()) {
      throw new AccountException(
          Reason.INVALID,
          "A user name has 1 to 100 of the letters a to z, digits and . _ @ + -, and begins with a"
              + " letter or digit.");
    }
    return name;
  }
}
