/** HAPI's JPA storage on PostgreSQL: persistence unit, storage settings and background work. */
@NullMarked
package org.andiron.storage.jpa;

import org.jspecify.annotations.NullMarked;
