package org.andiron.security.scope;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.security.scope.ScopeReading.Refused;
import org.andiron.security.scope.ScopeReading.Understood;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScope.Syntax;

/**
 * Reads one scope. Whatever is not exactly one of those that SMART App Launch 2.2 or 1 defines is
 * refused: nothing is guessed, so that a malformed scope is never a right.
 */
final class SmartScopeParser {

  private static final int LONGEST = 2000;
  private static final int SHOWN = 100;

  /** Characters of a scope-token, RFC 6749, section 3.3. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

  private static final Pattern SHAPE =
      Pattern.compile("(patient|user|system)/([A-Za-z]+|\\*)\\.([a-z]*|\\*)(\\?.*)?");

  private SmartScopeParser() {}

  static ScopeReading parse(String text) {
    if (text.length() > LONGEST) {
      return refused(text, "a scope has at most " + LONGEST + " characters");
    }
    if (!TOKEN.matcher(text).matches()) {
      return refused(
          text,
          "a scope consists of printable ASCII characters without quotation mark and backslash");
    }
    Optional<ContextScope> context = ContextScope.of(text);
    if (context.isPresent()) {
      return new Understood(context.get());
    }
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      return refused(
          text, "not a scope of this server: expected (patient|user|system)/(Type|*).cruds");
    }
    try {
      return read(text, shape);
    } catch (IllegalArgumentException e) {
      return refused(text, String.valueOf(e.getMessage()));
    }
  }

  private static ScopeReading read(String text, Matcher shape) {
    Level level = Level.valueOf(shape.group(1).toUpperCase(Locale.ROOT));
    String query = shape.group(4);
    Optional<Set<Permission>> permissions = VersionOne.permissions(shape.group(3));
    Syntax syntax = permissions.isPresent() ? Syntax.V1 : Syntax.V2;
    if (permissions.isEmpty()) {
      permissions = Permission.parse(shape.group(3));
    }
    if (permissions.isEmpty()) {
      return refused(
          text, "permissions are letters out of \"cruds\" in this order, each at most once");
    }
    return new Understood(
        new SmartScope(
            level,
            shape.group(2),
            permissions.get(),
            query == null ? GranularQuery.NONE : QueryText.parse(query.substring(1)),
            syntax));
  }

  private static Refused refused(String text, String reason) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return new Refused(shown.replaceAll("[^\\x21-\\x7E…]", "?"), reason);
  }
}
