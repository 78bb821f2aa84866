package org.andiron.security.deidentification;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Ids in the place of ids: the same for the same resource under one key, and of no use without it.
 */
final class Pseudonyms {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 32;
  private static final Pattern LOCAL =
      Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]+)?");

  private final SecretKeySpec key;

  Pseudonyms(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The pseudonym of a resource. */
  String of(String type, String id) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal((type + "/" + id).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(code).substring(0, LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A reference to the pseudonym; none if it is not a reference to a resource of this server. */
  Optional<String> ofReference(@Nullable String reference) {
    Matcher local = LOCAL.matcher(reference == null ? "" : reference);
    return local.matches()
        ? Optional.of(local.group(1) + "/" + of(local.group(1), local.group(2)))
        : Optional.empty();
  }
}
