package org.andiron.security.authserver.token;

import java.util.Base64;

/**
 * Stands in an authorization for a token whose value is not known, only its digest. It is told from
 * a token that a client sends by where it comes from: what a client sends is always digested before
 * it is looked for.
 */
final class KeptToken {

  private static final String PREFIX = "kept:";

  private KeptToken() {}

  static String placeholder(byte[] digest) {
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  static byte[] digest(String value) {
    return value.startsWith(PREFIX)
        ? Base64.getUrlDecoder().decode(value.substring(PREFIX.length()))
        : TokenDigest.of(value);
  }
}
