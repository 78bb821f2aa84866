/**
 * Trains a risk model in the background, of what who asked for it may see, and registers it. What
 * is collected lies on the disk of the node under pseudonyms until the job has ended.
 */
@NullMarked
package org.andiron.risk.trainingjob;

import org.jspecify.annotations.NullMarked;
