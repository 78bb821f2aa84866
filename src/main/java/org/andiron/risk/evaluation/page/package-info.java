/** An evaluation as a page to look at. */
@NullMarked
package org.andiron.risk.evaluation.page;

import org.jspecify.annotations.NullMarked;
