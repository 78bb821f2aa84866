/** What happens to the server itself, recorded: its start and end, its schema and its settings. */
@NullMarked
package org.andiron.audit.lifecycle;

import org.jspecify.annotations.NullMarked;
