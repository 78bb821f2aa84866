/** FHIR structures as such, whatever a server does with them. */
@NullMarked
package org.andiron.fhir;

import org.jspecify.annotations.NullMarked;
