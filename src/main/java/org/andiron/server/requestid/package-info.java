/** Gives every request its id and carries it into responses and the logging context. */
@NullMarked
package org.andiron.server.requestid;

import org.jspecify.annotations.NullMarked;
