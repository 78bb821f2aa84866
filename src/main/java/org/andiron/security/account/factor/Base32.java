package org.andiron.security.account.factor;

import java.util.Locale;

/**
 * Bytes as letters and digits that people can type.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-6">Base 32, RFC 4648</a>
 */
final class Base32 {

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  /** Without padding. */
  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte next : bytes) {
      buffer = (buffer << Byte.SIZE) | (next & 0xff);
      bits += Byte.SIZE;
      while (bits >= BITS) {
        bits -= BITS;
        text.append(ALPHABET.charAt((buffer >> bits) & 0x1f));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((buffer << (BITS - bits)) & 0x1f));
    }
    return text.toString();
  }

  /** The letters and digits of a typed code, as they were shown. */
  static String normalize(String typed) {
    return typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z2-7]", "");
  }
}
