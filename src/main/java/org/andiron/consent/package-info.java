/** What patients allow to be done with their records, decided from their consents. */
@NullMarked
package org.andiron.consent;

import org.jspecify.annotations.NullMarked;
