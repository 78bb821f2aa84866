package org.andiron.security.authserver.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Digests of client secrets. They are random and long, not chosen by people, so that one round of
 * SHA-256 hides them, and a token request does not cost what a password costs.
 */
final class SecretDigest implements PasswordEncoder {

  static final int LEAST_LENGTH = 32;

  private static final String PREFIX = "sha256:";
  private static final Pattern FORM = Pattern.compile("sha256:[A-Za-z0-9_-]{43}");

  static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String encode(CharSequence secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(secret.toString().getBytes(StandardCharsets.UTF_8));
      return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  @Override
  public boolean matches(CharSequence secret, String digest) {
    return MessageDigest.isEqual(
        encode(secret).getBytes(StandardCharsets.US_ASCII),
        digest.getBytes(StandardCharsets.US_ASCII));
  }
}
