/**
 * {@code Patient/[id]/$access-report}: who may have which report, of what time and in what form.
 */
@NullMarked
package org.andiron.audit.report.operation;

import org.jspecify.annotations.NullMarked;
