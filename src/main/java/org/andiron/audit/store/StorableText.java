package org.andiron.audit.store;

import java.nio.charset.StandardCharsets;
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
    if (text != null
        && (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text))) {
      throw new IllegalArgumentException("the text contains what is no character in PostgreSQL");
    }
  }
}
