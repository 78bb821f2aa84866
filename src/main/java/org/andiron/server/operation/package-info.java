/** Operations on the FHIR endpoint: those of HAPI that are served, and those that are ours. */
@NullMarked
package org.andiron.server.operation;

import org.jspecify.annotations.NullMarked;
