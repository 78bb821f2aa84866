/** Tests of references to this server and to others. */
@NullMarked
package org.andiron.storage.references;

import org.jspecify.annotations.NullMarked;
