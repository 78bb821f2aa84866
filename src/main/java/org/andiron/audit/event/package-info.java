/**
 * What is recorded of each access and each change, and its form as a FHIR R4 AuditEvent: that of
 * IHE BALP where BALP has one. Pure: from values to a resource and its bytes.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/content.html">Basic Audit Log Patterns (BALP),
 *     content</a>
 */
@NullMarked
package org.andiron.audit.event;

import org.jspecify.annotations.NullMarked;
