/**
 * Pages to look at, of whatever there is to show of risk models: plots as SVG, tables, texts in
 * several languages. Pure.
 */
@NullMarked
package org.andiron.risk.page;

import org.jspecify.annotations.NullMarked;
