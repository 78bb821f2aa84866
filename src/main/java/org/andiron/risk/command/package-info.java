/** Commands by which an operator makes risk models. */
@NullMarked
package org.andiron.risk.command;

import org.jspecify.annotations.NullMarked;
