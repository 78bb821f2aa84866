/**
 * Scores the patients of a group, or those that a search finds, in the background: in batches, on
 * whatever node, again where a node stopped.
 */
@NullMarked
package org.andiron.risk.population;

import org.jspecify.annotations.NullMarked;
