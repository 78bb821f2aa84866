/** Models that are learned from examples: how, and how they predict. Pure. */
@NullMarked
package org.andiron.risk.learning;

import org.jspecify.annotations.NullMarked;
