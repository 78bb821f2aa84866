@NullMarked
package org.andiron.risk.cds;

import org.jspecify.annotations.NullMarked;
