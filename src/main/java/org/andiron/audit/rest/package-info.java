/**
 * AuditEvents over FHIR: reading and searching the audit log, and taking in what other systems
 * report. They are added and never changed.
 *
 * @see <a href="https://hl7.org/fhir/R4/auditevent.html">AuditEvent</a>
 */
@NullMarked
package org.andiron.audit.rest;

import org.jspecify.annotations.NullMarked;
