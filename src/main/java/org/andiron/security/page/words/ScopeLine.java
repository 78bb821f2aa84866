package org.andiron.security.page.words;

import java.util.Optional;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.SmartScope;

/**
 * One scope as people read it.
 *
 * @param scope as it is written
 * @param sentence what it allows
 * @param explanation what follows from it, where the sentence does not tell
 * @param changes whether it lets the app change records
 */
public record ScopeLine(
    String scope, String sentence, Optional<String> explanation, boolean changes) {

  static boolean changes(SmartScope scope) {
    return scope.permissions().stream()
        .anyMatch(it -> it != Permission.READ && it != Permission.SEARCH);
  }
}
