/**
 * What patients read of the audit log: who used their record, when, what of it, what for and by
 * which permission. From records of the log to a model, and from that to a FHIR Bundle, CSV and a
 * page. Knows no HTTP.
 */
@NullMarked
package org.andiron.audit.report;

import org.jspecify.annotations.NullMarked;
