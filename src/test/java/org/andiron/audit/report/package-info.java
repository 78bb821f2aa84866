@NullMarked
package org.andiron.audit.report;

import org.jspecify.annotations.NullMarked;
