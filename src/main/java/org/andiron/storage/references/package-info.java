/** Which references are to resources of this server. */
@NullMarked
package org.andiron.storage.references;

import org.jspecify.annotations.NullMarked;
