package org.andiron.risk.cds;

import java.util.UUID;

/**
 * Ids of cards, UUIDs of version 8: the first 48 bits are those of the digest of the package that
 * made the card, so that feedback is counted for the right one; the others are random.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.8">RFC 9562, 5.8</a>
 */
final class CardId {

  private static final int DIGITS = 12;
  private static final long VERSION = 0x8000L;
  private static final long RANDOM = 0x0FFFL;

  private CardId() {}

  /**
   * A new one.
   *
   * @param digest of the package, in hexadecimal
   */
  static UUID of(String digest) {
    UUID random = UUID.randomUUID();
    return new UUID(
        head(digest) | VERSION | (random.getMostSignificantBits() & RANDOM),
        random.getLeastSignificantBits());
  }

  /** Whether a card was made by a package. */
  static boolean isOf(UUID card, String digest) {
    return card.version() == 8 && (card.getMostSignificantBits() & ~0xFFFFL) == head(digest);
  }

  private static long head(String digest) {
    return Long.parseUnsignedLong(digest.substring(0, DIGITS), 16) << 16;
  }
}
