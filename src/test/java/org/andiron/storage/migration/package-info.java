/** Tests of where the tables are. */
@NullMarked
package org.andiron.storage.migration;

import org.jspecify.annotations.NullMarked;
