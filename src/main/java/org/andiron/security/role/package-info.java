/** What users of a role may do: policies brought along and those of {@code fhir-config/roles}. */
@NullMarked
package org.andiron.security.role;

import org.jspecify.annotations.NullMarked;
