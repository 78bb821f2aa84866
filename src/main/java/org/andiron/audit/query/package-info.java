/**
 * Asks the audit log: which records a search finds, and which of them somebody may see. Searches
 * become SQL over the columns of {@code andiron.audit_event}; HAPI's tables have no part in it.
 */
@NullMarked
package org.andiron.audit.query;

import org.jspecify.annotations.NullMarked;
