/** Risk scores that a clinician can check: models, and what they take from a record. */
@NullMarked
package org.andiron.risk;

import org.jspecify.annotations.NullMarked;
