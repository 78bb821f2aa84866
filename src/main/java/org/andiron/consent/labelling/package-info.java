/** Sets security labels on what is stored, and on what is stored already when a rule changes. */
@NullMarked
package org.andiron.consent.labelling;

import org.jspecify.annotations.NullMarked;
