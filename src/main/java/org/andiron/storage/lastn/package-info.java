/** {@code Observation/$lastn}, a search for the newest observations of each code. */
@NullMarked
package org.andiron.storage.lastn;

import org.jspecify.annotations.NullMarked;
