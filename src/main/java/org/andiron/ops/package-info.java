/**
 * What an operator sees and turns: health, metrics, logs, admission control and an orderly stop.
 */
@NullMarked
package org.andiron.ops;

import org.jspecify.annotations.NullMarked;
