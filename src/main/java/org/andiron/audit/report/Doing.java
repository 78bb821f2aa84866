package org.andiron.audit.report;

import org.andiron.audit.event.EventKind;

/** What events are counted as. */
public enum Doing {
  /** Something of the record was shown, or looked for. */
  VIEW,
  /** Something of the record was made, changed or removed. */
  CHANGE,
  /** Something of the record was given to another system. */
  DISCLOSURE,
  /** The glass was broken, used or restored. */
  EMERGENCY,
  /** It was decided whether something is shown. */
  DECISION,
  /** This log was read. */
  AUDIT,
  /** None of these. */
  OTHER;

  static Doing of(EventKind kind) {
    return switch (kind) {
      case READ,
          VREAD,
          SEARCH_TYPE,
          SEARCH_SYSTEM,
          COUNT,
          HISTORY_INSTANCE,
          HISTORY_TYPE,
          HISTORY_SYSTEM,
          OPERATION,
          GRAPHQL,
          INSTANCES_RETRIEVED,
          STUDIES_QUERIED,
          CDS_CALL,
          RISK_SCORE,
          RISK_TRAINING ->
          VIEW;
      case CREATE,
          UPDATE,
          PATCH,
          DELETE,
          IMPORT,
          INSTANCES_STORED,
          CONSENT_CHANGE,
          LABEL_CHANGE,
          EXPUNGE ->
          CHANGE;
      case EXPORT_CONTENT, EXPORT_DOWNLOAD, SUBSCRIPTION_DELIVERY -> DISCLOSURE;
      case BREAK_GLASS_START, BREAK_GLASS_USE, BREAK_GLASS_END -> EMERGENCY;
      case CONSENT_DECISION -> DECISION;
      case AUDIT_READ, AUDIT_VERIFY, AUDIT_ARCHIVE, AUDIT_HOLD -> AUDIT;
      default -> OTHER;
    };
  }

  /** Of what another system reported, by {@code AuditEvent.type} and {@code AuditEvent.action}. */
  static Doing of(String type, String action) {
    return switch (type) {
      case "110106" -> DISCLOSURE;
      case "110101" -> AUDIT;
      default ->
          switch (action) {
            case "R", "E" -> VIEW;
            case "C", "U", "D" -> CHANGE;
            default -> OTHER;
          };
    };
  }
}
