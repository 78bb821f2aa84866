@NullMarked
package org.andiron.risk.command;

import org.jspecify.annotations.NullMarked;
