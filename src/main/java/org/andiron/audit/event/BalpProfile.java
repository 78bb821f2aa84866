package org.andiron.audit.event;

/**
 * A profile of IHE BALP that an AuditEvent claims, in its {@code meta.profile}, to conform to.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/content.html">BALP, 3:5.7.2</a>
 */
public enum BalpProfile {
  CREATE("BasicAudit.Create"),
  PATIENT_CREATE("BasicAudit.PatientCreate"),
  READ("BasicAudit.Read"),
  PATIENT_READ("BasicAudit.PatientRead"),
  UPDATE("BasicAudit.Update"),
  PATIENT_UPDATE("BasicAudit.PatientUpdate"),
  DELETE("BasicAudit.Delete"),
  PATIENT_DELETE("BasicAudit.PatientDelete"),
  QUERY("BasicAudit.Query"),
  PATIENT_QUERY("BasicAudit.PatientQuery"),
  /** A consent decided, or several did. */
  AUTHZ_CONSENT("BasicAudit.AuthZconsent"),
  /** Data of a patient was given to others. */
  DISCLOSURE_SOURCE("BasicAudit.PrivacyDisclosure.Source"),
  /** Data of a patient came from others. */
  DISCLOSURE_RECIPIENT("BasicAudit.PrivacyDisclosure.Recipient"),
  /** The user acted with an OAuth token, whose id is stated. */
  OAUTH_MINIMAL("BasicAudit.OAUTHaccessTokenUse.Minimal"),
  /** A client that is stated acted with an OAuth token. */
  OAUTH_COMPREHENSIVE("BasicAudit.OAUTHaccessTokenUse.Comprehensive"),
  /** A client got an OAuth token. */
  GET_ACCESS_TOKEN("IUA.71");

  private final String url;

  BalpProfile(String id) {
    url = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE." + id;
  }

  /** The canonical URL. */
  public String url() {
    return url;
  }
}
