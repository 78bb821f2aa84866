package org.andiron.consent.enforcement;

import java.util.Map;
import org.andiron.testsupport.OwnServer;

/** A server of its own: what is withheld changes what users may do with everybody's records. */
final class ConsentServer extends OwnServer {

  /** Members of it may break the glass. */
  static final String EMERGENCY_TEAM = "Group/emergency-team";

  /** Whose record a court has sealed, also for emergencies. */
  static final String SEALED = "Patient/sealed-by-court";

  /** Read everything. */
  private static final String ROLE =
      """
      {
        "title": "Test", %s
        "rights": [{ "patients": "any", "types": ["*"], "permissions": "rs" }]
      }
      """;

  ConsentServer() {
    super(
        "consent",
        Map.of(
            "roles/dentist.json",
            ROLE.formatted("\"purposeOfUse\": \"TREAT\","),
            "roles/clerk.json",
            ROLE.formatted(""),
            "consent-policies/organization.json",
            """
            {
              "implicit": "https://profiles.ihe.net/ITI/PCF/Policy-all-normal",
              "breakGlass": { "groups": ["%s"] }
            }
            """
                .formatted(EMERGENCY_TEAM),
            "consent-policies/legal/sealed.json",
            """
            {
              "id": "urn:example:sealed",
              "title": "Sealed by a court",
              "patient": "%s",
              "emergencyException": false,
              "rule": { "type": "deny", "action": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/consentaction",
                "code": "access" }] }] }
            }
            """
                .formatted(SEALED)));
  }
}
