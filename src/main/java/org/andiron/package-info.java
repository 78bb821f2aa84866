/** Andiron, a FHIR R4 health-record server: the process and its command line. */
@NullMarked
package org.andiron;

import org.jspecify.annotations.NullMarked;
