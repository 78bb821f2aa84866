/** How the database answered a search: statements, plans, times, and what to do about them. */
@NullMarked
package org.andiron.storage.explain;

import org.jspecify.annotations.NullMarked;
