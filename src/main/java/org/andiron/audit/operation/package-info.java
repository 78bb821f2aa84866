/** Operations by which privacy officers check the audit log over FHIR. */
@NullMarked
package org.andiron.audit.operation;

import org.jspecify.annotations.NullMarked;
