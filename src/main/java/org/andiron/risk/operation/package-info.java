/** Risk scores as operations of the FHIR endpoint: of one patient, of a population, and again. */
@NullMarked
package org.andiron.risk.operation;

import org.jspecify.annotations.NullMarked;
