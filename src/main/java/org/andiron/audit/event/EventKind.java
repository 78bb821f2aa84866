package org.andiron.audit.event;

import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;

/**
 * What happened. Each has the type, subtypes and action of its AuditEvent, and its name is the tag
 * by which ours are told apart where these are the same ({@link #code()}).
 *
 * <p>Requests that were refused have the kind of what was asked for; {@link #REFUSED_REQUEST} is
 * for those that were refused before that was known. An entry of a batch or transaction has the
 * kind that it would have alone.
 */
public enum EventKind {
  /**
   * Also a conditional one; its criteria are the query. Also an update of what was deleted, which
   * makes it anew.
   */
  CREATE(Form.CREATE, Codes.REST, AuditEventAction.C, Codes.interaction("create")),
  READ(Form.READ, Codes.REST, AuditEventAction.R, Codes.interaction("read")),
  VREAD(Form.READ, Codes.REST, AuditEventAction.R, Codes.interaction("vread")),
  /** Also a conditional one. Of both patients where the subject changes. */
  UPDATE(Form.UPDATE, Codes.REST, AuditEventAction.U, Codes.interaction("update")),
  /** Also a conditional one. Of both patients where the subject changes. */
  PATCH(Form.UPDATE, Codes.REST, AuditEventAction.U, Codes.interaction("patch")),
  /** Also each that a conditional one deleted. */
  DELETE(Form.DELETE, Codes.REST, AuditEventAction.D, Codes.interaction("delete")),
  /** A page of a search of one type, or of a compartment; with or without matches. */
  SEARCH_TYPE(Form.QUERY, Codes.REST, AuditEventAction.E, Codes.interaction("search-type")),
  /** A page of a search of all types, with or without matches. */
  SEARCH_SYSTEM(Form.QUERY, Codes.REST, AuditEventAction.E, Codes.interaction("search-system")),
  /** A search of which only the number of matches was told. */
  COUNT(Form.QUERY, Codes.REST, AuditEventAction.E, Codes.interaction("search")),
  HISTORY_INSTANCE(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("history-instance")),
  HISTORY_TYPE(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("history-type")),
  HISTORY_SYSTEM(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("history-system")),
  /** An operation, by its answer; what it changes has events of its own. */
  OPERATION(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("operation")),
  GRAPHQL(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("operation")),
  /** A batch as a whole; its entries have events of their own. */
  BATCH(Form.OTHER, Codes.REST, AuditEventAction.E, Codes.interaction("batch")),
  /** A transaction as a whole, such as one that failed; its entries have events of their own. */
  TRANSACTION(Form.OTHER, Codes.REST, AuditEventAction.E, Codes.interaction("transaction")),
  REFUSED_REQUEST(Form.OTHER, Codes.REST, AuditEventAction.E),

  /** An export was asked for. */
  EXPORT_START(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("operation")),
  /** Data of the patient was written into a file of an export. */
  EXPORT_CONTENT(Form.DISCLOSURE, Codes.EXPORT, AuditEventAction.R, Codes.DISCLOSE),
  /** A file of an export was fetched. */
  EXPORT_DOWNLOAD(Form.DISCLOSURE, Codes.EXPORT, AuditEventAction.R, Codes.DISCLOSE),
  /** An export was stopped, or its files were deleted. */
  EXPORT_DELETE(Form.DELETE, Codes.REST, AuditEventAction.D, Codes.interaction("delete")),
  IMPORT(Form.RECEIPT, Codes.IMPORT, AuditEventAction.C, Codes.DISCLOSE),
  /** Something was told to a subscriber. */
  SUBSCRIPTION_DELIVERY(Form.DISCLOSURE, Codes.EXPORT, AuditEventAction.R, Codes.DISCLOSE),

  INSTANCES_STORED(Form.OTHER, Codes.INSTANCES_TRANSFERRED, AuditEventAction.C),
  INSTANCES_RETRIEVED(Form.OTHER, Codes.INSTANCES_TRANSFERRED, AuditEventAction.R),
  STUDIES_QUERIED(Form.OTHER, Codes.DICOM_QUERY, AuditEventAction.E),

  CDS_CALL(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("operation")),
  RISK_SCORE(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("operation")),
  /** A risk model was trained of the record; without a patient, that a training began or ended. */
  RISK_TRAINING(
      Form.QUERY,
      Codes.REST,
      AuditEventAction.E,
      Codes.interaction("search"),
      Codes.interaction("operation")),

  CONSENT_DECISION(
      Form.DECISION, Codes.SECURITY_ALERT, AuditEventAction.E, Codes.AUTHORIZED_BY_CONSENT),
  BREAK_GLASS_START(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.E, Codes.OVERRIDE_STARTED),
  /** What was shown because the glass is broken, beside the event of the request itself. */
  BREAK_GLASS_USE(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.E, Codes.OVERRIDE_STARTED),
  BREAK_GLASS_END(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.E, Codes.OVERRIDE_STOPPED),

  SIGN_IN(Form.SIGN_IN, Codes.USER_AUTHENTICATION, AuditEventAction.E, Codes.LOGIN),
  SIGN_OUT(Form.SIGN_IN, Codes.USER_AUTHENTICATION, AuditEventAction.E, Codes.LOGOUT),
  /** An app was allowed access, or not: what was asked of the authorization endpoint. */
  AUTHORIZATION(Form.SIGN_IN, Codes.USER_AUTHENTICATION, AuditEventAction.E),
  /** A client, as by its secret or key. */
  CLIENT_AUTHENTICATION(
      Form.SIGN_IN, Codes.USER_AUTHENTICATION, AuditEventAction.E, Codes.NODE_AUTHENTICATION),
  TOKEN_ISSUE(Form.GRANT, Codes.USER_AUTHENTICATION, AuditEventAction.E, Codes.GET_ACCESS_TOKEN),
  TOKEN_REFRESH(Form.GRANT, Codes.USER_AUTHENTICATION, AuditEventAction.E, Codes.GET_ACCESS_TOKEN),
  TOKEN_REVOKE(Form.SIGN_IN, Codes.USER_AUTHENTICATION, AuditEventAction.D),
  TOKEN_INTROSPECT(
      Form.SIGN_IN, Codes.USER_AUTHENTICATION, AuditEventAction.R, Codes.INTROSPECT_TOKEN),

  /** Consents were made, changed or revoked, beside the event of the request itself. */
  CONSENT_CHANGE(
      Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.U, Codes.OBJECT_SECURITY_CHANGED),
  /** Security labels, or rules that set them, were changed. */
  LABEL_CHANGE(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.U, Codes.OBJECT_SECURITY_CHANGED),
  POLICY_CHANGE(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.U, Codes.SECURITY_CONFIGURATION),
  CONFIGURATION_CHANGE(
      Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.U, Codes.SOFTWARE_CONFIGURATION),
  ROLE_CHANGE(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.U, Codes.SECURITY_ROLES_CHANGED),
  /** An account, a client, or their rights were changed. */
  ACCOUNT_CHANGE(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.U, Codes.USER_SECURITY_CHANGED),
  KEY_ROTATION(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.U, Codes.SECURITY_CONFIGURATION),
  EXPUNGE(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.D, Codes.DESTROY),
  /** The schema of the database was brought to another version. */
  MIGRATION(Form.OTHER, Codes.SECURITY_ALERT, AuditEventAction.U, Codes.SOFTWARE_CONFIGURATION),

  /** The log was read or searched, also as a patient's report. */
  AUDIT_READ(Form.OTHER, Codes.AUDIT_LOG_USED, AuditEventAction.R),
  /** The log was checked, or a proof of it was given. */
  AUDIT_VERIFY(Form.OTHER, Codes.AUDIT_LOG_USED, AuditEventAction.E),
  /** A month of the log was exported and taken out of it. */
  AUDIT_ARCHIVE(Form.OTHER, Codes.AUDIT_LOG_USED, AuditEventAction.D),
  /** A hold was put on a part of the log, or lifted. */
  AUDIT_HOLD(Form.OTHER, Codes.AUDIT_LOG_USED, AuditEventAction.U),
  SERVER_START(Form.OTHER, Codes.APPLICATION_ACTIVITY, AuditEventAction.E, Codes.APPLICATION_START),
  SERVER_STOP(Form.OTHER, Codes.APPLICATION_ACTIVITY, AuditEventAction.E, Codes.APPLICATION_STOP);

  private final Form form;
  private final Code type;
  private final AuditEventAction action;
  private final List<Code> subtypes;

  EventKind(Form form, Code type, AuditEventAction action, Code... subtypes) {
    this.form = form;
    this.type = type;
    this.action = action;
    this.subtypes = List.of(subtypes);
  }

  /** Its name as a code, as in {@code token-refresh}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Form form() {
    return form;
  }

  Code type() {
    return type;
  }

  AuditEventAction action() {
    return action;
  }

  /** Those of the standards; its own code where they have none. */
  List<Code> subtypes() {
    return subtypes.isEmpty() ? List.of(Codes.kind(code())) : subtypes;
  }

  /** Whether somebody says why, in own words. */
  boolean hasReason() {
    return this == BREAK_GLASS_START || this == BREAK_GLASS_USE || this == BREAK_GLASS_END;
  }
}
