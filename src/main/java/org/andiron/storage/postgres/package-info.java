/**
 * The PostgreSQL that holds everything: the embedded one, the external one, and the pool in front
 * of either.
 */
@NullMarked
package org.andiron.storage.postgres;

import org.jspecify.annotations.NullMarked;
