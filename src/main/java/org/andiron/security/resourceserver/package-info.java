/** Who calls the FHIR endpoint: bearer tokens. */
@NullMarked
package org.andiron.security.resourceserver;

import org.jspecify.annotations.NullMarked;
