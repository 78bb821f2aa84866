/** Loads the distribution files of LOINC, SNOMED CT and ICD-10 in the background. */
@NullMarked
package org.andiron.storage.distribution;

import org.jspecify.annotations.NullMarked;
