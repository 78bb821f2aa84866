/**
 * What models take as input: definitions of features, and their values in the resources of one
 * patient as of one time. The same for training and for scoring.
 */
@NullMarked
package org.andiron.risk.feature;

import org.jspecify.annotations.NullMarked;
