/** Brings the database to the schema this version needs, before anything reads it. */
@NullMarked
package org.andiron.storage.migration;

import org.jspecify.annotations.NullMarked;
