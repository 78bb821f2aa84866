/**
 * What remains of consents and policies for one resource once all that they ask of it is settled:
 * rules that ask of the request alone, the same for many resources and patients. Pure.
 */
@NullMarked
package org.andiron.consent.residue;

import org.jspecify.annotations.NullMarked;
