@NullMarked
package org.andiron.risk.monitoring;

import org.jspecify.annotations.NullMarked;
