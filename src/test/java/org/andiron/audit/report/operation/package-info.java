@NullMarked
package org.andiron.audit.report.operation;

import org.jspecify.annotations.NullMarked;
