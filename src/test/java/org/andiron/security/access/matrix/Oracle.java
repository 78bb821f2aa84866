package org.andiron.security.access.matrix;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.andiron.security.access.matrix.Content.Owner;
import org.andiron.security.access.matrix.RoleTable.Reach;
import org.andiron.security.access.matrix.RoleTable.Right;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may do, computed from the text of the scopes.
 *
 * @param rights of the caller's role
 * @param scopes as granted
 * @param own id of the patient whom the user is, or is a relative of
 * @param launched id of the patient in context; null for none
 * @param mayAdminister whether a token for everything makes the caller an administrator
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">Scopes
 *     and launch context</a>
 */
record Oracle(
    List<Right> rights,
    String scopes,
    String own,
    @Nullable String launched,
    boolean mayAdminister) {

  private static final Pattern SCOPE =
      Pattern.compile(
          "(patient|user|system)/(\\*|[A-Z][A-Za-z]+)\\."
              + "(?:(?=[cruds])(c?r?u?d?s?)|(read|write|\\*))(\\?.+)?");

  private static final Pattern EVERYTHING = Pattern.compile("(user|system)/\\*\\.(cruds|\\*)");

  /** How far a caller gets with a resource. */
  enum Outcome {
    /** Scopes, role and context allow it for no resource of the type. */
    REFUSED,
    /** They do, but not for this one. */
    HIDDEN,
    REACHED
  }

  /**
   * What to expect.
   *
   * @param letter the permission that the interaction needs
   * @param strictly whether it must be part of no other record, as what is written must
   */
  Outcome of(char letter, Content content, boolean strictly) {
    String type = content.type();
    Outcome outcome = Outcome.REFUSED;
    for (String scope : scopes.split(" ")) {
      Matcher parts = SCOPE.matcher(scope);
      boolean applies =
          parts.matches()
              && parts.group(1).equals("system") == rights.equals(RoleTable.BACKEND)
              && (parts.group(2).equals("*") || parts.group(2).equals(type))
              && letters(parts).indexOf(letter) >= 0;
      for (Right right : applies ? rights : List.<Right>of()) {
        if (right.isFor(type) && right.letters().indexOf(letter) >= 0) {
          Outcome more = of(right.reach(), parts, content, strictly);
          outcome = more.compareTo(outcome) > 0 ? more : outcome;
        }
      }
    }
    return outcome;
  }

  private Outcome of(Reach reach, Matcher scope, Content content, boolean strictly) {
    boolean fits = content.matching() || scope.group(5) == null;
    boolean bound = scope.group(1).equals("patient") || reach != Reach.ANYBODY;
    boolean owned = content.type().equals("Subscription");
    boolean reached = !owned || content.owner() == Owner.CALLER || administers();
    if (bound && !RoleTable.ABOUT_NOBODY.contains(content.type())) {
      String patient = scope.group(1).equals("patient") ? launched : own;
      if (patient == null
          || reach == Reach.NOBODY
          || (reach == Reach.OWN && !patient.equals(own))) {
        return Outcome.REFUSED;
      }
      if (!owned) {
        Set<String> patients = content.patients();
        reached = strictly ? patients.equals(Set.of(patient)) : patients.contains(patient);
      }
    }
    return fits && reached ? Outcome.REACHED : Outcome.HIDDEN;
  }

  private boolean administers() {
    return mayAdminister
        && Stream.of(scopes.split(" ")).anyMatch(it -> EVERYTHING.matcher(it).matches());
  }

  private static String letters(Matcher scope) {
    if (scope.group(3) != null) {
      return scope.group(3);
    }
    return switch (scope.group(4)) {
      case "read" -> "rs";
      case "write" -> "cud";
      default -> "cruds";
    };
  }
}
