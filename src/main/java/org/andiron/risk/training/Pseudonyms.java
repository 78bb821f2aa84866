package org.andiron.risk.training;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for patients in the place of their ids, by HMAC-SHA-256: the same key gives the same name,
 * and without the key nobody can tell whose it is, nor try ids one after another.
 */
public final class Pseudonyms {

  /** How long a key is at least, in bytes. */
  public static final int KEY_LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @throws IllegalArgumentException if the key is shorter than {@link #KEY_LENGTH}
   */
  public Pseudonyms(byte[] key) {
    if (key.length < KEY_LENGTH) {
      throw new IllegalArgumentException(
          "a key for pseudonyms has at least " + KEY_LENGTH + " bytes");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The pseudonym of a patient. */
  public String of(String patientId) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(patientId.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("HMAC-SHA-256 is part of every Java", e);
    }
  }
}
