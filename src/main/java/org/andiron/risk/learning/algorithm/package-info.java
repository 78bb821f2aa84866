/** How models are learned of rows of numbers, by the libraries of the field. Pure. */
@NullMarked
package org.andiron.risk.learning.algorithm;

import org.jspecify.annotations.NullMarked;
