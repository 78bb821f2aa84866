/**
 * What stands before HAPI: refuses requests that are malformed, too large, too deep or too many.
 */
@NullMarked
package org.andiron.server.guard;

import org.jspecify.annotations.NullMarked;
