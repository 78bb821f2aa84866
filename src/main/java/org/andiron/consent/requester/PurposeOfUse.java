package org.andiron.consent.requester;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeHierarchy;
import org.andiron.security.Caller;
import org.andiron.security.RolePurposes;
import org.jspecify.annotations.Nullable;

/**
 * What a caller uses data for.
 *
 * <p>What the token says decides: a claim of its issuer, or, in tokens of this server, what the app
 * is registered for. If it says nothing, {@linkplain DeclaredPurpose the request} may; if that does
 * not either, the roles of the user do:
 *
 * <ul>
 *   <li>physicians and nurses treat ({@code TREAT});
 *   <li>a patient asks for themselves ({@code PATRQT}), a relative as family ({@code FAMRQT}, which
 *       is a kind of {@code PATRQT}): only as that Patient or RelatedPerson, so that a physician
 *       with the role of a patient still treats;
 *   <li>researchers do research ({@code HRESCH});
 *   <li>administrators run the system ({@code HSYSADMIN}) and privacy officers see to compliance
 *       ({@code HCOMPL}); both are kinds of {@code HOPERAT} and count if no other role says more.
 *   <li>of other roles it is what their policy says, which may say something else of these too.
 * </ul>
 *
 * <p>It is not known if neither says anything, as of clients that act for themselves without such a
 * claim and of other roles whose policy does not say; if there are several, unless the token has
 * several and the role says which; and if the token says what is no purpose of v3-ActReason. What
 * is not known counts against the caller.
 *
 * @see <a href="http://terminology.hl7.org/CodeSystem/v3-ActReason">v3-ActReason</a>
 */
public final class PurposeOfUse {

  private static final Code ANY = Code.purpose("PurposeOfUse");
  private static final Code EMERGENCY = Code.purpose("ETREAT");
  private static final Code OPERATION = Code.purpose("HOPERAT");
  private static final String PATIENT = "patient";
  private static final String RELATIVE = "relative";

  private static final Map<String, Code> USUAL =
      Map.of(
          "physician",
          Code.purpose("TREAT"),
          "nurse",
          Code.purpose("TREAT"),
          PATIENT,
          Code.purpose("PATRQT"),
          RELATIVE,
          Code.purpose("FAMRQT"),
          "researcher",
          Code.purpose("HRESCH"),
          "administrator",
          Code.purpose("HSYSADMIN"),
          "privacy-officer",
          Code.purpose("HCOMPL"));

  private final Map<String, Code> ofRoles = new HashMap<>(USUAL);

  /**
   * @param stated what the policies of roles say
   * @throws org.andiron.storage.config.ConfigurationFileException if that is no purpose, or one of
   *     an emergency
   */
  public PurposeOfUse(RolePurposes stated) {
    stated.all().forEach(it -> ofRoles.put(it.role(), purpose(it)));
  }

  private static Code purpose(RolePurposes.Stated stated) {
    Code purpose = Code.purpose(stated.purpose());
    if (!isKnown(purpose)) {
      throw stated.refuse(
          "\"purposeOfUse\" must be a purpose of v3-ActReason, such as TREAT or HPAYMT, and \""
              + stated.purpose()
              + "\" is none");
    }
    if (CodeHierarchy.PURPOSES.subsumes(EMERGENCY, purpose)) {
      throw stated.refuse(
          "\"purposeOfUse\" must not be one of emergencies, and \""
              + stated.purpose()
              + "\" is: an emergency is declared with each request");
    }
    return purpose;
  }

  /** The purpose, null if it is not known. */
  public @Nullable Code of(Caller caller) {
    Set<Code> byRole = byRole(caller.roles(), caller.fhirUser());
    if (caller.purposesOfUse().isEmpty()) {
      return only(byRole);
    }
    Set<Code> claimed = new LinkedHashSet<>();
    for (String text : caller.purposesOfUse()) {
      Code code = code(text);
      if (!isKnown(code)) {
        return null;
      }
      claimed.add(code);
    }
    if (claimed.size() > 1) {
      claimed.retainAll(byRole);
    }
    return only(claimed);
  }

  /** The purpose of a user of some roles whose token does not say any, null if it is not known. */
  public @Nullable Code ofRoles(Set<String> roles, Optional<String> fhirUser) {
    return only(byRole(roles, fhirUser));
  }

  /** A code of v3-ActReason, or {@code system|code}. */
  static Code code(String text) {
    int bar = text.lastIndexOf('|');
    return bar < 0 ? Code.purpose(text) : new Code(text.substring(0, bar), text.substring(bar + 1));
  }

  /** Whether it is a purpose of v3-ActReason. */
  public static boolean isKnown(Code code) {
    return CodeHierarchy.PURPOSES.subsumes(ANY, code);
  }

  /** Those of running things count if there are no others. */
  private Set<Code> byRole(Set<String> roles, Optional<String> fhirUser) {
    Set<Code> purposes = new LinkedHashSet<>();
    for (String role : roles) {
      Code purpose = ofRoles.get(role);
      if (purpose != null && actsAs(role, fhirUser)) {
        purposes.add(purpose);
      }
    }
    Set<Code> others = new LinkedHashSet<>(purposes);
    others.removeIf(it -> CodeHierarchy.PURPOSES.subsumes(OPERATION, it));
    return others.isEmpty() ? purposes : others;
  }

  private static boolean actsAs(String role, Optional<String> fhirUser) {
    return switch (role) {
      case PATIENT -> fhirUser.filter(it -> it.startsWith("Patient/")).isPresent();
      case RELATIVE -> fhirUser.filter(it -> it.startsWith("RelatedPerson/")).isPresent();
      default -> true;
    };
  }

  private static @Nullable Code only(Set<Code> purposes) {
    return purposes.size() == 1 ? purposes.iterator().next() : null;
  }
}
