/**
 * What a risk model is: its card, its inputs with their limits, and published equations as data.
 * Pure: no FHIR, no Spring.
 */
@NullMarked
package org.andiron.risk.model;

import org.jspecify.annotations.NullMarked;
