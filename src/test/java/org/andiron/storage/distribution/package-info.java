/** Tests of distribution files, on synthetic ones: invented codes and texts in the real layouts. */
@NullMarked
package org.andiron.storage.distribution;

import org.jspecify.annotations.NullMarked;
