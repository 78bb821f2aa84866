/** Policies of the organisation: those brought along and those of {@code fhir-config}. */
@NullMarked
package org.andiron.consent.policy;

import org.jspecify.annotations.NullMarked;
