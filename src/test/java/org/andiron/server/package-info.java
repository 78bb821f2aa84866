/** Tests of the endpoint as a whole. */
@NullMarked
package org.andiron.server;

import org.jspecify.annotations.NullMarked;
