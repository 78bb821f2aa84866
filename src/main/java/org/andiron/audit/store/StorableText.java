package org.andiron.audit.store;

import org.jspecify.annotations.Nullable;

/** Whether PostgreSQL keeps a text as it is. One that it refuses would fail a whole group. */
final class StorableText {

  private StorableText() {}

  /**
   * Requires that it does; no text does.
   *
   * @throws IllegalArgumentException if it contains U+0000 or half a surrogate pair
   */
  static void require(@Nullable String text) {
    if (text != null && !isStorable(text)) {
      throw new IllegalArgumentException("the text contains what is no character in PostgreSQL");
    }
  }

  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (unit == 0 || Character.isSurrogate(unit)) {
        return false;
      }
    }
    return true;
  }
}
