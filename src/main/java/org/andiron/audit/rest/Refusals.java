package org.andiron.audit.rest;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;

/** What is never done to AuditEvents. */
final class Refusals {

  private Refusals() {}

  /** Of a request for one of them. */
  static MethodNotAllowedException ofChange() {
    return new MethodNotAllowedException(
        "AuditEvents are added to the audit log and stay as they are. Read or search them, or POST"
            + " a new one to /AuditEvent.",
        RequestTypeEnum.GET,
        RequestTypeEnum.HEAD,
        RequestTypeEnum.OPTIONS);
  }

  /** Of a request for all of them. */
  static MethodNotAllowedException ofChangeOfType() {
    return new MethodNotAllowedException(
        "AuditEvents are added to the audit log and stay as they are. Read or search them, or POST"
            + " a new one to /AuditEvent.",
        RequestTypeEnum.GET,
        RequestTypeEnum.HEAD,
        RequestTypeEnum.POST,
        RequestTypeEnum.OPTIONS);
  }

  /** Of a request for their history. */
  static MethodNotAllowedException ofHistory() {
    return new MethodNotAllowedException(
        "AuditEvents have no history, since they never change: each has version 1. Read it at"
            + " /AuditEvent/[id].",
        RequestTypeEnum.OPTIONS);
  }
}
