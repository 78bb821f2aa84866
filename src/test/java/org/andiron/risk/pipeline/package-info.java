@NullMarked
package org.andiron.risk.pipeline;

import org.jspecify.annotations.NullMarked;
