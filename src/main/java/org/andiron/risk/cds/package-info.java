/**
 * Risk models as services of CDS Hooks: what is called, what is sent along, the cards, and what
 * users do with them.
 */
@NullMarked
package org.andiron.risk.cds;

import org.jspecify.annotations.NullMarked;
