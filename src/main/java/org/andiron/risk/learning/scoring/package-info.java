/**
 * Learned models at work: from the file that training left to the score of a row, its
 * contributions, and the probability. Pure.
 */
@NullMarked
package org.andiron.risk.learning.scoring;

import org.jspecify.annotations.NullMarked;
