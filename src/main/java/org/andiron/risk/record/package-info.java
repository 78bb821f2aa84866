/**
 * Reads what risk models take of patients' records, of many patients at once, as far as it exists
 * for whoever asks.
 */
@NullMarked
package org.andiron.risk.record;

import org.jspecify.annotations.NullMarked;
