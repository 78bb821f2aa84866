package org.andiron.security.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resource that is the person with an account.
 *
 * @param type Practitioner, PractitionerRole, Patient or RelatedPerson
 * @param id logical id on this server
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html#scopes-for-requesting-identity-data">fhirUser,
 *     SMART App Launch</a>
 */
public record FhirUser(String type, String id) {

  private static final Pattern REFERENCE =
      Pattern.compile(
          "(Practitioner|PractitionerRole|Patient|RelatedPerson)/([A-Za-z0-9.-]{1,64})");

  public FhirUser {
    if (!REFERENCE.matcher(type + "/" + id).matches()) {
      throw refusal();
    }
  }

  /**
   * Reads a relative reference, such as {@code Practitioner/12}.
   *
   * @throws AccountException if it is none to one of the four types
   */
  public static FhirUser parse(String reference) {
    Matcher matcher = REFERENCE.matcher(reference.strip());
    if (!matcher.matches()) {
      throw refusal();
    }
    return new FhirUser(matcher.group(1), matcher.group(2));
  }

  /** The relative reference. */
  public String reference() {
    return type + "/" + id;
  }

  private static AccountException refusal() {
    return new AccountException(
        AccountException.Reason.INVALID,
        "The linked resource must be written as Practitioner/<id>, PractitionerRole/<id>,"
            + " Patient/<id> or RelatedPerson/<id>.");
  }
}
