package org.andiron.audit.event;

import ca.uhn.fhir.storage.interceptor.balp.BalpConstants;

/** The codes of AuditEvents, with the displays that their code systems have in R4. */
final class Codes {

  static final Code REST = new Code(BalpConstants.CS_AUDIT_EVENT_TYPE, "rest", "RESTful Operation");
  static final Code APPLICATION_ACTIVITY = dicom("110100", "Application Activity");
  static final Code AUDIT_LOG_USED = dicom("110101", "Audit Log Used");
  static final Code INSTANCES_TRANSFERRED = dicom("110104", "DICOM Instances Transferred");
  static final Code EXPORT = dicom("110106", "Export");
  static final Code IMPORT = dicom("110107", "Import");
  static final Code DICOM_QUERY = dicom("110112", "Query");
  static final Code SECURITY_ALERT = dicom("110113", "Security Alert");
  static final Code USER_AUTHENTICATION = dicom("110114", "User Authentication");

  static final Code APPLICATION_START = dicom("110120", "Application Start");
  static final Code APPLICATION_STOP = dicom("110121", "Application Stop");
  static final Code LOGIN = dicom("110122", "Login");
  static final Code LOGOUT = dicom("110123", "Logout");
  static final Code NODE_AUTHENTICATION = dicom("110126", "Node Authentication");
  static final Code OVERRIDE_STARTED = dicom("110127", "Emergency Override Started");
  static final Code OVERRIDE_STOPPED = dicom("110138", "Emergency Override Stopped");
  static final Code SECURITY_CONFIGURATION = dicom("110129", "Security Configuration");
  static final Code SOFTWARE_CONFIGURATION = dicom("110131", "Software Configuration");
  static final Code OBJECT_SECURITY_CHANGED = dicom("110135", "Object Security Attributes Changed");
  static final Code SECURITY_ROLES_CHANGED = dicom("110136", "Security Roles Changed");
  static final Code USER_SECURITY_CHANGED = dicom("110137", "User security Attributes Changed");
  static final Code DISCLOSE = lifecycle("disclose", "Disclose Record Lifecycle Event");
  static final Code DESTROY = lifecycle("destroy", "Destroy/Delete Record Lifecycle Event");
  static final Code AUTHORIZED_BY_CONSENT =
      new Code(
          "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType",
          "AuthZ-Consent",
          "Authorization Decision using Roles and Consent");
  static final Code GET_ACCESS_TOKEN = transaction("ITI-71", "Get Access Token");
  static final Code INTROSPECT_TOKEN = transaction("ITI-102", "Introspect Token");

  static final Code APPLICATION = dicom("110150", "Application");
  static final Code DESTINATION = dicom("110152", "Destination Role ID");
  static final Code SOURCE = dicom("110153", "Source Role ID");
  static final Code CUSTODIAN =
      new Code(
          "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
          "custodian",
          "Custodian");
  static final Code AUTHORIZATION_SERVER =
      new Code(
          "http://terminology.hl7.org/CodeSystem/extra-security-role-type",
          "authserver",
          "authorization server");
  static final Code HUMAN_USER = new Code(AUTHORIZATION_SERVER.system(), "humanuser", "human user");
  static final Code INFORMATION_RECIPIENT =
      new Code(
          "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
          "IRCP",
          "information recipient");
  static final Code AUTHOR = new Code(INFORMATION_RECIPIENT.system(), "AUT", "author (originator)");
  static final Code PROVIDER =
      new Code("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV", "healthcare provider");
  static final Code DELEGATOR =
      new Code("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "DELEGATOR", "delegator");
  static final Code OAUTH_USER = userAgent("UserOauthAgent", "User OAuth Agent participant");
  static final Code OAUTH_SERVICE = userAgent("AuthzOauthService", "OAuth Authorization Server");

  static final Code PERSON =
      new Code(
          BalpConstants.CS_AUDIT_ENTITY_TYPE,
          BalpConstants.CS_AUDIT_ENTITY_TYPE_1_PERSON,
          BalpConstants.CS_AUDIT_ENTITY_TYPE_1_PERSON_DISPLAY);
  static final Code SYSTEM_OBJECT =
      new Code(
          BalpConstants.CS_AUDIT_ENTITY_TYPE,
          BalpConstants.CS_AUDIT_ENTITY_TYPE_2_SYSTEM_OBJECT,
          BalpConstants.CS_AUDIT_ENTITY_TYPE_2_SYSTEM_OBJECT_DISPLAY);
  static final Code OTHER_OBJECT = new Code(BalpConstants.CS_AUDIT_ENTITY_TYPE, "4", "Other");
  static final Code REQUEST_ID =
      new Code(
          "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType",
          "XrequestId",
          "transport specific unique identifier where http X-Request-Id is used");

  static final Code PATIENT_ROLE = objectRole("1", "Patient");
  static final Code SECURITY_RESOURCE_ROLE = objectRole("13", "Security Resource");
  static final Code QUERY_ROLE = objectRole(BalpConstants.CS_OBJECT_ROLE_24_QUERY, "Query");

  static final String KINDS = "urn:andiron:audit-event-kind";

  private Codes() {}

  static Code interaction(String value) {
    return new Code(BalpConstants.CS_RESTFUL_INTERACTION, value, value);
  }

  static Code objectRole(String value, String display) {
    return new Code(BalpConstants.CS_OBJECT_ROLE, value, display);
  }

  static Code sourceType(String value, String display) {
    return new Code("http://terminology.hl7.org/CodeSystem/security-source-type", value, display);
  }

  /** A resource type as the type of an object. */
  static Code resourceType(String value) {
    return new Code("http://hl7.org/fhir/resource-types", value, value);
  }

  static Code kind(String value) {
    return new Code(KINDS, value);
  }

  private static Code dicom(String value, String display) {
    return new Code("http://dicom.nema.org/resources/ontology/DCM", value, display);
  }

  private static Code lifecycle(String value, String display) {
    return new Code("http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", value, display);
  }

  private static Code transaction(String value, String display) {
    return new Code("urn:ihe:event-type-code", value, display);
  }

  private static Code userAgent(String value, String display) {
    return new Code("https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes", value, display);
  }
}
