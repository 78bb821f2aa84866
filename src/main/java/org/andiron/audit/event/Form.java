package org.andiron.audit.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which roles client, server and user have in an AuditEvent, what it is about, and which profile it
 * conforms to then.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/content.html">BALP, 3:5.7.3, 3:5.7.6, 3:5.7.7</a>
 */
enum Form {
  CREATE(
      Codes.SOURCE,
      Codes.DESTINATION,
      Codes.AUTHOR,
      Subject.DATA,
      BalpProfile.CREATE,
      BalpProfile.PATIENT_CREATE),
  READ(
      Codes.DESTINATION,
      Codes.SOURCE,
      Codes.INFORMATION_RECIPIENT,
      Subject.DATA,
      BalpProfile.READ,
      BalpProfile.PATIENT_READ),
  UPDATE(
      Codes.SOURCE,
      Codes.DESTINATION,
      Codes.AUTHOR,
      Subject.DATA,
      BalpProfile.UPDATE,
      BalpProfile.PATIENT_UPDATE),
  DELETE(
      Codes.APPLICATION,
      Codes.CUSTODIAN,
      Codes.AUTHOR,
      Subject.DATA,
      BalpProfile.DELETE,
      BalpProfile.PATIENT_DELETE),
  /** The client is the source, as in DICOM: what flows is the query. */
  QUERY(
      Codes.SOURCE,
      Codes.DESTINATION,
      Codes.INFORMATION_RECIPIENT,
      Subject.QUERY,
      BalpProfile.QUERY,
      BalpProfile.PATIENT_QUERY),
  DISCLOSURE(
      Codes.DESTINATION,
      Codes.SOURCE,
      Codes.INFORMATION_RECIPIENT,
      Subject.DATA,
      null,
      BalpProfile.DISCLOSURE_SOURCE),
  RECEIPT(
      Codes.SOURCE,
      Codes.DESTINATION,
      Codes.AUTHOR,
      Subject.DATA,
      null,
      BalpProfile.DISCLOSURE_RECIPIENT),
  DECISION(
      Codes.APPLICATION,
      Codes.AUTHORIZATION_SERVER,
      Codes.INFORMATION_RECIPIENT,
      Subject.NEITHER,
      null,
      BalpProfile.AUTHZ_CONSENT),
  GRANT(
      Codes.APPLICATION,
      Codes.OAUTH_SERVICE,
      Codes.INFORMATION_RECIPIENT,
      Subject.QUERY,
      BalpProfile.GET_ACCESS_TOKEN,
      null),
  SIGN_IN(
      Codes.APPLICATION, Codes.AUTHORIZATION_SERVER, Codes.HUMAN_USER, Subject.EITHER, null, null),
  /** Asked of the server, and not the work that BALP has profiles for. */
  OTHER(Codes.APPLICATION, Codes.DESTINATION, Codes.HUMAN_USER, Subject.EITHER, null, null);

  /** What events of this form are about. */
  enum Subject {
    /** Data, without which there is no success. */
    DATA,
    /** A query, without which there is no success; data may be named as well. */
    QUERY,
    /** What there is. */
    EITHER,
    /** Neither data nor a query: the profile leaves no room for them. */
    NEITHER
  }

  private final Code client;
  private final Code server;
  private final Code user;
  private final Subject subject;
  private final @Nullable BalpProfile plain;
  private final @Nullable BalpProfile ofPatient;

  Form(
      Code client,
      Code server,
      Code user,
      Subject subject,
      @Nullable BalpProfile plain,
      @Nullable BalpProfile ofPatient) {
    this.client = client;
    this.server = server;
    this.user = user;
    this.subject = subject;
    this.plain = plain;
    this.ofPatient = ofPatient;
  }

  Code client() {
    return client;
  }

  Code server() {
    return server;
  }

  Code user() {
    return user;
  }

  Subject subject() {
    return subject;
  }

  /** The profile of such events of a patient, or of none. */
  Optional<BalpProfile> profile(boolean ofPatient) {
    return Optional.ofNullable(ofPatient ? this.ofPatient : plain);
  }

  /** Whether BALP has a profile for such events, and so asks for a client. */
  boolean isProfiled() {
    return plain != null || ofPatient != null;
  }

  /** Whether its profiles are of successes only. */
  boolean isOfSuccess() {
    return switch (this) {
      case CREATE, READ, UPDATE, DELETE, QUERY, GRANT -> true;
      case DISCLOSURE, RECEIPT, DECISION, SIGN_IN, OTHER -> false;
    };
  }

  /** Whether the server acts as what decides who may do what. */
  boolean isOfSecurity() {
    return switch (this) {
      case DECISION, GRANT, SIGN_IN -> true;
      case CREATE, READ, UPDATE, DELETE, QUERY, DISCLOSURE, RECEIPT, OTHER -> false;
    };
  }
}
