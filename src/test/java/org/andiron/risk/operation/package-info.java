@NullMarked
package org.andiron.risk.operation;

import org.jspecify.annotations.NullMarked;
