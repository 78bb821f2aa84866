@NullMarked
package org.andiron.risk.registry;

import org.jspecify.annotations.NullMarked;
