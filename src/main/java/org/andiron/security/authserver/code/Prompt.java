package org.andiron.security.authserver.code;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an app wants its user to be asked, and how long ago they may have signed in.
 *
 * @param values of the parameter {@code prompt}
 * @param maxAge of the parameter {@code max_age}, in seconds
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest">Authentication
 *     request, OpenID Connect Core</a>
 */
record Prompt(Set<String> values, OptionalLong maxAge) {

  /** The parameters that are read. */
  static final String PROMPT = "prompt";

  static final String MAX_AGE = "max_age";

  private static final String NONE = "none";
  private static final String CONSENT = "consent";

  /**
   * Who is to sign in may be somebody else each time, so that choosing an account is signing in.
   */
  private static final Set<String> SIGN_IN = Set.of("login", "select_account");

  /** All values there are. */
  private static final List<String> KNOWN = List.of(NONE, "login", CONSENT, "select_account");

  Prompt {
    values = Set.copyOf(values);
  }

  /**
   * Reads the parameters.
   *
   * @throws IllegalArgumentException with what is wrong, for those who run the app
   */
  static Prompt of(@Nullable Object prompt, @Nullable Object maxAge) {
    Set<String> values =
        Stream.of(prompt == null ? new String[0] : prompt.toString().split(" ", -1))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.toSet());
    if (!KNOWN.containsAll(values) || (values.contains(NONE) && values.size() > 1)) {
      throw new IllegalArgumentException(
          "prompt must be none alone, or some of login, consent and" + " select_account.");
    }
    if (maxAge != null && !maxAge.toString().matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("max_age must be a number of seconds.");
    }
    return new Prompt(
        values,
        maxAge == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(maxAge.toString())));
  }

  /** Whether nothing may be asked. */
  boolean nothing() {
    return values.contains(NONE);
  }

  /** Whether the user is to be asked what the app may do, also if the operator decided for them. */
  boolean consent() {
    return values.contains(CONSENT);
  }

  /** Whether somebody who signed in then is to sign in anew. */
  boolean signIn(long signedInAt, Instant now) {
    return values.stream().anyMatch(SIGN_IN::contains) || isTooOld(signedInAt, now);
  }

  /** Whether a sign-in is longer ago than the app lets it be. */
  boolean isTooOld(long signedInAt, Instant now) {
    return maxAge.isPresent()
        && (maxAge.getAsLong() == 0 || now.getEpochSecond() - signedInAt > maxAge.getAsLong());
  }
}
