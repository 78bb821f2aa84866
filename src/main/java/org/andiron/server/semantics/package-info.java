/**
 * What R4 asks of the server where HAPI answers differently: conditions on versions, names of
 * search parameters.
 */
@NullMarked
package org.andiron.server.semantics;

import org.jspecify.annotations.NullMarked;
