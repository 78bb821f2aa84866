/** Tests of conditions on versions, request forms and names of search parameters. */
@NullMarked
package org.andiron.server.semantics;

import org.jspecify.annotations.NullMarked;
