/** Says of a Consent that is not in force yet who would gain or lose what by it. */
@NullMarked
package org.andiron.consent.evaluation;

import org.jspecify.annotations.NullMarked;
