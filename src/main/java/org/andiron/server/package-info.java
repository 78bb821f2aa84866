/**
 * The FHIR endpoint: the HAPI server, its pipeline, and the seam through which features join it.
 */
@NullMarked
package org.andiron.server;

import org.jspecify.annotations.NullMarked;
