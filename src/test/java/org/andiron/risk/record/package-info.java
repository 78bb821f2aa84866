/** Tests of the reading of records for risk models. */
@NullMarked
package org.andiron.risk.record;

import org.jspecify.annotations.NullMarked;
